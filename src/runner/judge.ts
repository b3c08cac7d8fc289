import type { Completion } from '../core/completion.ts';
import { ProviderError } from '../core/errors.ts';
import type { AskJudge, JudgeQuestion, JudgeSpend } from '../core/judge.ts';
import type { Provider } from '../core/provider.ts';
import { askWithRetries } from './attempt.ts';
import type { Pacers } from './pacer.ts';
import { whenAborted } from './when-aborted.ts';

export interface JudgePorts {
  providerOf(model: string): { provider: Provider; model: string };
  priceOf(model: string, usage: Completion['usage']): number | null;
  /** Aborted when the run stops. */
  signal: AbortSignal;
  /** Those of the trials: a judge at the same provider keeps to the same limits. */
  pacers: Pacers;
}

/** Answers the questions of evaluators about one answer, and counts what they cost. */
export class Judge {
  readonly #ports: JudgePorts;
  readonly spend: JudgeSpend = { calls: 0, usd: 0, unpriced: 0 };
  /** A failure that concerns every call, such as a wrong key. */
  fatal: ProviderError | undefined;

  constructor(ports: JudgePorts) {
    this.#ports = ports;
  }

  /** For one evaluator, until its time is up. `signalOf` is asked for its signal where it asks a model at all. */
  askFor(signalOf: () => AbortSignal): AskJudge {
    return (question) => untilEither(this.#ports.signal, signalOf(), (either) => this.#ask(question, either));
  }

  async #ask(question: JudgeQuestion, signal: AbortSignal): Promise<string> {
    const { providerOf, priceOf, pacers } = this.#ports;
    const { provider, model } = providerOf(question.model);
    const { messages, parameters = {}, outputSchema = null } = question;
    const pacer = pacers.of(provider, question.model);
    const request = {
      model,
      messages,
      parameters,
      responseFormat: outputSchema ? ('json_schema' as const) : ('text' as const),
      outputSchema,
      tools: [],
      toolChoice: null,
    };
    try {
      const onHeard = (heard: Parameters<typeof pacer.heard>[0]) => void pacer.heard(heard);
      const options = { signal, pacer, onHeard, onRetry: () => undefined };
      const { reply } = await askWithRetries(provider, request, options);
      this.#count(priceOf(question.model, reply.usage));
      return reply.text;
    } catch (error) {
      if (error instanceof ProviderError && error.scope === 'run') this.fatal ??= error;
      throw error;
    }
  }

  #count(costUsd: number | null): void {
    this.spend.calls++;
    if (costUsd === null) this.spend.unpriced++;
    else this.spend.usd += costUsd;
  }
}

/** Not AbortSignal.any: on Node 20 it keeps every signal alive. */
async function untilEither<T>(
  a: AbortSignal,
  b: AbortSignal,
  work: (either: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(a.aborted ? a.reason : b.reason);
  if (a.aborted || b.aborted) stop();
  const unheard = [a, b].map((signal) => whenAborted(signal, stop));
  try {
    return await work(controller.signal);
  } finally {
    for (const forget of unheard) forget();
  }
}
