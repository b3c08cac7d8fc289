import type { Completion } from '../core/completion.ts';
import { Series } from './series.ts';

/** The series beside `latency` that says how far each may be too long; no metric can have such a name. */
export const lagOfLatency = 'latency\nlag';

/** The series beside an amount of tokens, or of what they cost, that is 1 where those were estimated; no metric can have such a name. */
export function estimateOf(metric: string): string {
  return `${metric}\nestimated`;
}

/** What was measured of one arm on one model: a series of cases × repeats for each metric. */
export class Lane {
  /** Whether any trial was answered, whatever could be measured of the answer. */
  answered = false;
  /** By metric. */
  readonly series = new Map<string, Series>();
  readonly #cases: number;
  readonly #repeats: number;
  /** Trials by the id under which the provider says it served the model. */
  readonly #served = new Map<string, number>();

  constructor(cases: number, repeats: number) {
    this.#cases = cases;
    this.#repeats = repeats;
  }

  put(metric: string, position: number, value: number): void {
    let measured = this.series.get(metric);
    if (!measured) {
      measured = Series.missing(this.#cases, this.#repeats);
      this.series.set(metric, measured);
    }
    measured.put(position, value);
  }

  /** What an answer took, and who gave it. */
  putAnswer(position: number, completion: Completion): void {
    const { costUsd, latencyMs, lagMs = null, usage, servedModel } = completion;
    if (costUsd !== null) this.#putAmount('cost', position, costUsd, isCostEstimated(completion));
    if (latencyMs !== null) this.put('latency', position, latencyMs);
    if (lagMs !== null) this.put(lagOfLatency, position, lagMs);
    if (usage) {
      const { inputTokens, outputTokens, estimated = false } = usage;
      this.#putAmount('inputTokens', position, inputTokens, estimated);
      this.#putAmount('outputTokens', position, outputTokens, estimated);
    }
    // Of a file that anyone can write, so it may be anything.
    const id: unknown = servedModel;
    if (typeof id === 'string' && id !== '') this.#served.set(id, (this.#served.get(id) ?? 0) + 1);
  }

  /** The ids under which the provider says it served the model, with their trials, the most frequent first. */
  served(): { id: string; trials: number }[] {
    const counts = [...this.#served].sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
    return counts.map(([id, trials]) => ({ id, trials }));
  }

  #putAmount(metric: string, position: number, amount: number, isEstimated: boolean): void {
    this.put(metric, position, amount);
    if (isEstimated) this.put(estimateOf(metric), position, 1);
  }
}

/** What tokens cost that nobody counted; of a model that is free it is 0, however many there are. */
function isCostEstimated({ costUsd, usage }: Completion): boolean {
  const isFree = costUsd === 0 && usage !== null && usage.inputTokens > 0 && usage.outputTokens > 0;
  return usage?.estimated === true && !isFree;
}
