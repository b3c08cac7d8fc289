import type { ProviderError } from '../core/errors.ts';
import type { ProgressSink } from '../core/progress.ts';
import type { Message, ModelParameters } from '../core/prompt.ts';
import type { Provider } from '../core/provider.ts';
import type { PlannedTrial } from '../core/trial.ts';
import { type AttemptedReply, askWithRetries, type RetryNotice, type UnsentRequest } from './attempt.ts';
import type { DroppedParameters } from './dropped-parameters.ts';
import { type Heard, isSlowedDown } from './pace.ts';
import type { Pacer } from './pacer.ts';

export interface AskPorts {
  /** The provider of a `provider/model`, and the model's id there. */
  providerOf(model: string): { provider: Provider; model: string };
  /** Of that provider and model. */
  pacer: Pacer;
  /** Tokens that a call with these messages and parameters may use. */
  expectedTokens(messages: readonly Message[], parameters: ModelParameters): number;
  progress: ProgressSink;
  /** Aborted on Ctrl-C. */
  signal: AbortSignal;
}

/**
 * Asks for one trial's answer. Parameters that the model refuses are left out where the prompt allows it, and named as
 * `dropped`.
 *
 * @throws as askWithRetries does; ProviderError too for a refused parameter that the prompt does not let go.
 */
export async function askModel(
  { arm, settings }: PlannedTrial,
  messages: Message[],
  ports: AskPorts,
  drops: DroppedParameters,
): Promise<AttemptedReply & { dropped: string[] }> {
  const { provider, model } = ports.providerOf(settings.model);
  const { tools = [], toolChoice } = arm.prompt['x-prompteval'];
  let sent = drops.split(arm, settings);
  const request = {
    model,
    messages,
    parameters: sent.parameters,
    responseFormat: arm.prompt.responseFormat ?? 'text',
    outputSchema: arm.prompt.jsonSchema ?? null,
    tools,
    toolChoice: tools.length > 0 ? (toolChoice ?? 'auto') : null,
  };
  const onHeard = (heard: Heard) => {
    const pace = ports.pacer.heard(heard);
    if (pace === null) return;
    const { atOnce } = pace;
    const slowedDown = isSlowedDown(pace);
    ports.progress.emit({
      type: 'pace-changed',
      model: settings.id,
      atOnce,
      slowedDown,
      waitMs: heard.waitMs,
    });
  };
  const onRetry = ({ code, waitMs }: RetryNotice) =>
    ports.progress.emit({ type: 'attempt-retried', model: settings.id, code, waitMs });
  const mend = (refusal: ProviderError, asked: UnsentRequest) => {
    if (!drops.accept(refusal, asked.parameters, arm, settings)) return undefined;
    sent = drops.split(arm, settings);
    return { ...asked, parameters: sent.parameters };
  };
  const answered = await askWithRetries(provider, request, {
    signal: ports.signal,
    pacer: ports.pacer,
    ...(provider.tokensPerMinute !== undefined && {
      expectedTokens: ports.expectedTokens(messages, settings.parameters),
    }),
    onHeard,
    onRetry,
    mend,
  });
  return { ...answered, dropped: sent.dropped };
}
