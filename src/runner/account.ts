import type { Budget } from './budget.ts';

/** What one trial, or the judging of one pair, has of the budget: it is reserved at most once, answer and judges together. */
export class Account {
  readonly #budget: Budget;
  readonly #signal: AbortSignal;
  #kind: string | undefined;
  #reserved: Promise<void> | undefined;

  constructor(budget: Budget, signal: AbortSignal) {
    this.#budget = budget;
    this.#signal = signal;
  }

  /**
   * Resolves when it may be spent. Asked again, it is what was reserved first.
   *
   * @param kind whose amounts are about the same
   * @param estimate USD
   * @throws as `Budget.reserve` does.
   */
  reserve(kind: string, estimate: number): Promise<void> {
    this.#kind ??= kind;
    this.#reserved ??= this.#budget.reserve(this, this.#kind, estimate, this.#signal);
    return this.#reserved;
  }

  /**
   * What it came to.
   *
   * @param answerUsd null for one that was not answered, or whose price is not known
   */
  settle(answerUsd: number | null, judgeUsd: number): void {
    if (answerUsd === null) {
      this.#budget.settle(this, this.#kind ?? '', null);
      this.#budget.add(judgeUsd);
    } else this.#budget.settle(this, this.#kind ?? '', answerUsd + judgeUsd);
  }
}
