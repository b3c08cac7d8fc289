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
 *
 * A strict one is for a person who watches a small sum: no call starts that may pass the cap, by what its text and `maxTokens`
 * allow or by the dearest answer so far. So what is left over may be too little for one more call.
 */
export class Budget {
  readonly #cap: number;
  readonly #isStrict: boolean;
  readonly #reserved = new Map<object, { model: string; estimate: number }>();
  readonly #seen = new Map<string, { answers: number; usd: number; most: number }>();
  #spent: number;
  #isFull = false;
  #waiting: (() => void)[] = [];

  /** USD. `spent` is what the run has cost so far. */
  constructor(cap: number, spent: number, isStrict = false) {
    this.#cap = cap;
    this.#spent = spent;
    this.#isStrict = isStrict;
  }

  get isSpent(): boolean {
    return this.#isFull || this.#spent >= this.#cap;
  }

  /**
   * Resolves when a call may start; it is settled under the same `call`.
   *
   * @param model whose answers cost about the same
   * @param estimate USD, for as long as none of its answers was seen
   * @throws BudgetSpent where it may not start any more; the signal's reason where that is aborted first.
   */
  async reserve(call: object, model: string, estimate: number, signal: AbortSignal): Promise<void> {
    while (!this.#allows(model, estimate) && !this.isSpent) {
      this.#isFull = this.#isStrict && this.#reserved.size === 0;
      if (!this.#isFull) await this.#change(signal);
    }
    if (this.isSpent) {
      this.#wake();
      throw new BudgetSpent();
    }
    this.#reserved.set(call, { model, estimate });
  }

  /** What a call cost in the end; null for one that was not answered. Calls that were never reserved are none of its matter. */
  settle(call: object, model: string, usd: number | null): void {
    if (!this.#reserved.delete(call)) return;
    if (usd !== null) {
      this.#spent += usd;
      const { answers, usd: sum, most } = this.#seen.get(model) ?? { answers: 0, usd: 0, most: 0 };
      this.#seen.set(model, { answers: answers + 1, usd: sum + usd, most: Math.max(most, usd) });
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

  #allows(model: string, estimate: number): boolean {
    if (!this.#isStrict) return this.#committed() < this.#cap;
    return this.#committed() + this.#costOf(model, estimate) <= this.#cap;
  }

  /** What was spent and what is in flight; a model's answers say better what those cost than an estimate from their text. */
  #committed(): number {
    let usd = this.#spent;
    for (const { model, estimate } of this.#reserved.values()) usd += this.#costOf(model, estimate);
    return usd;
  }

  #costOf(model: string, estimate: number): number {
    const seen = this.#seen.get(model);
    if (this.#isStrict) return Math.max(estimate, seen?.most ?? 0);
    return seen ? seen.usd / seen.answers : estimate;
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
