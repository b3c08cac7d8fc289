import type { ProgressSink } from '../../core/progress.ts';

/** What a watch has spent over all of its runs, finished or not. */
export class Spending {
  readonly budget: number;
  #usd = 0;

  /** USD. */
  constructor(budget: number) {
    this.budget = budget;
  }

  get spent(): number {
    return this.#usd;
  }

  get left(): number {
    return Math.max(0, this.budget - this.#usd);
  }

  /** The same sink, with what its events cost noted. */
  counting(progress: ProgressSink): ProgressSink {
    return {
      emit: (event) => {
        if (event.type === 'trial-finished') this.#usd += event.costUsd ?? 0;
        if (event.type === 'judge-replied' && !event.cached) this.#usd += event.costUsd ?? 0;
        progress.emit(event);
      },
      close: () => progress.close(),
    };
  }
}
