import type { Usage } from '../core/completion.ts';
import type { ProviderError } from '../core/errors.ts';
import type { JudgeQuestion } from '../core/judge.ts';
import type { JudgeCall, ProgressSink } from '../core/progress.ts';
import type { ModelReply, Provider } from '../core/provider.ts';
import type { AskedQuestion } from './answer-cache.ts';
import { askWithRetries, type UnsentRequest } from './attempt.ts';
import { droppableOf } from './dropped-parameters.ts';
import { embedder } from './embedder.ts';
import type { Pacers } from './pacer.ts';

/** What one call of a judge needs. */
export interface JudgeCallPorts {
  /** What a question may use. */
  expectedUsage(question: JudgeQuestion): Usage;
  /** Those of the trials: a judge at the same provider keeps to the same limits. */
  pacers: Pacers;
  /**
   * By `provider/model`: the parameters that it refused and that may be left out. What one call found out, the next ones need
   * not be told again.
   */
  refused: Map<string, Set<string>>;
  progress: Pick<ProgressSink, 'emit'>;
}

/**
 * Asks a judge's model, in its turn and with the retries of its provider.
 *
 * @throws as askWithRetries does.
 */
export async function askJudge(
  { question, judge }: { question: JudgeQuestion; judge: JudgeCall },
  { provider, request }: AskedQuestion & { provider: Provider },
  { pacers, expectedUsage, progress, refused }: JudgeCallPorts,
  signal: AbortSignal,
): Promise<ModelReply> {
  const pacer = pacers.of(provider, question.model);
  const known = refused.get(question.model) ?? new Set();
  refused.set(question.model, known);
  /** What one evaluator lets go, another one may insist on. */
  const mayBeSpared = () => new Set(question.droppable?.filter((name) => known.has(name)));
  const mend = (refusal: ProviderError, { parameters }: UnsentRequest) => {
    const name = droppableOf(refusal, parameters, question.droppable ?? []);
    if (name === undefined) return undefined;
    known.add(name);
    return without(request, mayBeSpared());
  };
  const { inputTokens, outputTokens } = expectedUsage(question);
  const asked = question.embed ? embedder(provider) : provider;
  // Never waits for a trial to end, as that may be the one that is judged.
  return pacer.aside(async () => {
    const { reply } = await askWithRetries(asked, without(request, mayBeSpared()), {
      signal,
      pacer,
      ...(provider.tokensPerMinute !== undefined && { expectedTokens: inputTokens + outputTokens }),
      onHeard: (heard) => pacer.heard(heard),
      onRetry: ({ code, waitMs }) => progress.emit({ type: 'judge-retried', judge, code, waitMs }),
      mend,
    });
    return reply;
  });
}

export function requestOf(question: JudgeQuestion, model: string): UnsentRequest {
  const { messages, parameters = {}, outputSchema = null } = question;
  return {
    model,
    messages,
    parameters,
    responseFormat: outputSchema ? 'json_schema' : 'text',
    outputSchema,
    tools: [],
    toolChoice: null,
  };
}

function without(request: UnsentRequest, refused: ReadonlySet<string>): UnsentRequest {
  const kept = Object.entries(request.parameters).filter(([name]) => !refused.has(name));
  return { ...request, parameters: Object.fromEntries(kept) };
}
