/** The cap is reached; a trial that was not asked for that is not a failed one. */
export class BudgetSpent extends Error {
  constructor() {
    super('the budget is spent');
  }
}

/**
 * Keeps what a run costs to a cap, over everything that it asks. A call in flight counts with what it may cost, and one that
 * would start when that reaches the cap waits until it is known. So the cap is reached wherever there is enough to ask,
 * and never passed by more than the calls in flight turn out to cost.
 */
export class Budget {
  readonly #cap: number;
  readonly #reserved = new Map<object, { model: string; estimate: number }>();
  readonly #seen = new Map<string, { answers: number; usd: number }>();
  #spent: number;
  #waiting: (() => void)[] = [];

  /** USD. `spent` is what the run has cost so far. */
  constructor(cap: number, spent: number) {
    this.#cap = cap;
    this.#spent = spent;
  }

  get isSpent(): boolean {
    return this.#spent >= this.#cap;
  }

  /**
   * Resolves when a call may start; it is settled under the same `call`.
   *
   * @param model whose answers cost about the same
   * @param estimate USD, for as long as none of its answers was seen
   * @throws BudgetSpent where it may not start any more; the signal's reason where that is aborted first.
   */
  async reserve(call: object, model: string, estimate: number, signal: AbortSignal): Promise<void> {
    while (this.#committed() >= this.#cap && !this.isSpent) await this.#change(signal);
    if (this.isSpent) throw new BudgetSpent();
    this.#reserved.set(call, { model, estimate });
  }

  /** What a call cost in the end; null for one that was not answered. Calls that were never reserved are none of its matter. */
  settle(call: object, model: string, usd: number | null): void {
    if (!this.#reserved.delete(call)) return;
    if (usd !== null) {
      this.#spent += usd;
      const { answers, usd: sum } = this.#seen.get(model) ?? { answers: 0, usd: 0 };
      this.#seen.set(model, { answers: answers + 1, usd: sum + usd });
    }
    this.#wake();
  }

  /** What was paid besides: for a judge, whose calls nobody reserves. */
  add(usd: number): void {
    if (usd === 0) return;
    this.#spent += usd;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** What was spent and what is in flight; a model's answers say better what those cost than an estimate from their text. */
  #committed(): number {
    let usd = this.#spent;
    for (const { model, estimate } of this.#reserved.values()) {
      const seen = this.#seen.get(model);
      usd += seen ? seen.usd / seen.answers : estimate;
    }
    return usd;
  }

  async #change(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let wake: () => void = () => undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      this.#waiting.push(resolve);
      signal.addEventListener('abort', wake, { once: true });
    });
    signal.removeEventListener('abort', wake);
    signal.throwIfAborted();
  }
}
