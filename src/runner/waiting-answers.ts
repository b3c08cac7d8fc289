import type { Completion } from '../core/completion.ts';
import type { TrialPlace } from '../core/progress.ts';

/** An answer that was paid for, and that its judges have not judged yet: a line of answers.jsonl. */
export interface WaitingAnswer extends TrialPlace {
  completion: Completion;
  /** How many calls it took. */
  attempts: number;
}

/** The answers that wait for their judges, written down before those are asked. */
export class WaitingAnswers {
  readonly #append: (line: string) => Promise<unknown>;
  readonly #answers: Map<string, WaitingAnswer>;

  /**
   * @param append resolves when the line can't be lost any more
   * @param left what an earlier part of the run has left
   */
  constructor(append: (line: string) => Promise<unknown>, left: readonly WaitingAnswer[] = []) {
    this.#append = append;
    this.#answers = new Map(left.map((answer) => [keyOf(answer), answer]));
  }

  find(place: TrialPlace): WaitingAnswer | undefined {
    return this.#answers.get(keyOf(place));
  }

  /** Resolves when its judges may be asked. */
  async keep(answer: WaitingAnswer): Promise<void> {
    await this.#append(JSON.stringify(answer));
    this.#answers.set(keyOf(answer), answer);
  }

  /** Its trial is recorded. */
  release(place: TrialPlace): void {
    this.#answers.delete(keyOf(place));
  }

  get size(): number {
    return this.#answers.size;
  }

  /** What they cost: USD, of those whose price is known. */
  get usd(): number {
    return [...this.#answers.values()].reduce((sum, { completion }) => sum + (completion.costUsd ?? 0), 0);
  }
}

function keyOf({ arm, variant, case: id, model, repeat }: TrialPlace): string {
  return JSON.stringify([arm, variant ?? null, id, model, repeat]);
}
