import type { Usage } from '../core/completion.ts';
import type { ProviderError } from '../core/errors.ts';
import type { AnswerFigures, ProgressSink, TrialPlace } from '../core/progress.ts';
import type { Message, ModelParameters } from '../core/prompt.ts';
import type { ModelReply, Provider } from '../core/provider.ts';
import type { PlannedTrial } from '../core/trial.ts';
import type { AnswerCache, AskedQuestion, KeptAnswer } from './answer-cache.ts';
import {
  type AttemptedReply,
  type AttemptWatch,
  askWithRetries,
  type RetryNotice,
  type UnsentRequest,
} from './attempt.ts';
import type { DroppedParameters } from './dropped-parameters.ts';
import { type Heard, isSlowedDown } from './pace.ts';
import type { Pacer } from './pacer.ts';

export interface AskPorts {
  /** The provider of a `provider/model`, and the model's id there. */
  providerOf(model: string): { provider: Provider; model: string };
  /** Of that provider and model. */
  pacer: Pacer;
  /** What a call with these messages and parameters may use. */
  expectedUsage(messages: readonly Message[], parameters: ModelParameters): Usage;
  /** Resolves when the trial's call may start; absent where nothing limits what a run costs. */
  reserve?: ((trial: PlannedTrial, messages: readonly Message[]) => Promise<void>) | undefined;
  /** Answers of earlier runs; absent where none are taken and none are kept. */
  answers?: AnswerCache | undefined;
  progress: ProgressSink;
  /** Aborted on Ctrl-C. */
  signal: AbortSignal;
}

/** An answer, wherever it comes from. */
export interface GivenReply extends AttemptedReply {
  dropped: string[];
  /** Where it comes from the cache: when it was asked for. */
  askedAt?: string;
  /** Keeps it for later runs; absent where none is to be kept. */
  keep?: () => Promise<void>;
}

/**
 * Asks for one trial's answer, unless the cache has it. Parameters that the model refuses are left out where the prompt allows it, and named as
 * `dropped`.
 *
 * @throws as askWithRetries and `reserve` do; ProviderError too for a refused parameter that the prompt does not let go.
 */
export async function askModel(
  trial: PlannedTrial,
  messages: Message[],
  ports: AskPorts,
  drops: DroppedParameters,
): Promise<GivenReply> {
  const { arm, settings } = trial;
  const { provider, model } = ports.providerOf(settings.model);
  const question = questionOf(trial, messages, { provider, model });
  let sent = drops.split(arm, settings);
  const request = { ...question.request, parameters: sent.parameters };
  const known = await ports.answers?.find(trial, question);
  if (known) return fromCache(known);
  const place = placeOf(trial);
  await ports.reserve?.(trial, messages);
  const onHeard = (heard: Heard) => {
    ports.pacer.heard(heard);
    const pace = ports.pacer.news();
    if (pace === null) return;
    const { atOnce, waitMs } = pace;
    const slowedDown = isSlowedDown(pace);
    ports.progress.emit({ type: 'pace-changed', model: settings.id, atOnce, slowedDown, waitMs });
  };
  const onRetry = (notice: RetryNotice) =>
    ports.progress.emit({ type: 'attempt-retried', trial: place, ...notice });
  const mend = (refusal: ProviderError, asked: UnsentRequest) => {
    if (!drops.accept(refusal, asked.parameters, arm, settings)) return undefined;
    sent = drops.split(arm, settings);
    return { ...asked, parameters: sent.parameters };
  };
  const answered = await askWithRetries(provider, request, {
    signal: ports.signal,
    pacer: ports.pacer,
    ...(provider.tokensPerMinute !== undefined && {
      expectedTokens: tokensOf(ports.expectedUsage(messages, settings.parameters)),
    }),
    onHeard,
    onRetry,
    mend,
    watch: watchAttempts(place, ports.progress),
  });
  const { answers } = ports;
  const { dropped } = sent;
  if (answers === undefined) return { ...answered, dropped };
  const keep = async () => {
    const { firstTokenMs: _, lagMs: __, ...reply } = answered.reply;
    await answers.keep(trial, question, { reply: { ...reply, latencyMs: null }, dropped });
  };
  return { ...answered, dropped, keep };
}

/** What a trial asks, with all of its parameters. `model`: the id that its provider knows. */
export function questionOf(
  { arm: { prompt }, settings }: PlannedTrial,
  messages: Message[],
  { provider, model }: { provider: Provider; model: string },
): AskedQuestion & { provider: Provider } {
  const { tools = [], toolChoice, dropUnsupported: droppable = [] } = prompt['x-prompteval'];
  const request = {
    model,
    messages,
    parameters: settings.parameters,
    responseFormat: prompt.responseFormat ?? ('text' as const),
    outputSchema: prompt.jsonSchema ?? null,
    tools,
    toolChoice: tools.length > 0 ? (toolChoice ?? ('auto' as const)) : null,
  };
  return { provider, request, droppable };
}

export function placeOf({ arm, settings, repeat, case: { id } }: PlannedTrial): TrialPlace {
  const variant = arm.variant !== undefined && { variant: arm.variant };
  return { arm: arm.name, ...variant, case: id, model: settings.id, repeat };
}

function watchAttempts(trial: TrialPlace, progress: Pick<ProgressSink, 'emit'>): AttemptWatch {
  return {
    started: (attempt) => progress.emit({ type: 'attempt-started', trial, attempt }),
    answered: (attempt, reply) =>
      progress.emit({ type: 'attempt-answered', trial, attempt, answer: answerFigures(reply) }),
    failed: (attempt, code) => progress.emit({ type: 'attempt-failed', trial, attempt, code }),
  };
}

export function answerFigures({ latencyMs, finishReason, servedModel, usage }: ModelReply): AnswerFigures {
  const { inputTokens = null, outputTokens = null } = usage ?? {};
  return { latencyMs, finishReason, servedModel, inputTokens, outputTokens };
}

function tokensOf({ inputTokens, outputTokens }: Usage): number {
  return inputTokens + outputTokens;
}

/** It was measured then, not now. */
function fromCache({ reply, dropped, askedAt }: KeptAnswer): GivenReply {
  return { reply: { ...reply, latencyMs: null }, attempts: 0, dropped, askedAt };
}
