/** What happens during a run, for whoever shows it. */
export type ProgressEvent =
  | {
      type: 'run-started';
      prompt: string;
      title: string;
      /** `kept`: trials of `planned` that the run has from before it was cut off. */
      models: { id: string; planned: number; kept?: { completed: number; costUsd: number } }[];
      maxCost: number | null;
    }
  | { type: 'trial-finished'; model: string; status: 'completed' | 'failed'; costUsd: number | null }
  | { type: 'attempt-retried'; model: string; code: string; waitMs: number }
  /** `slowedDown`: a rate limit keeps it below what is configured; `waitMs`: until the next call of this model. */
  | { type: 'pace-changed'; model: string; atOnce: number; slowedDown: boolean; waitMs: number }
  | { type: 'run-finished' };

export interface ProgressSink {
  emit(event: ProgressEvent): void;
  /** Restores the terminal and stops timers. */
  close(): void;
}
