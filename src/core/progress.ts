/** What happens during a run, for whoever shows it. */
export type ProgressEvent =
  | {
      type: 'run-started';
      prompt: string;
      title: string;
      /** `kept`: trials of `planned` that the run has from before it was cut off. */
      models: { id: string; planned: number; kept?: { completed: number; costUsd: number } }[];
      /** What evaluators are about to ask models in all; absent where none asks. `kept`: as of the models. */
      judges?: { planned: number; kept?: { calls: number; costUsd: number } };
      maxCost: number | null;
    }
  | { type: 'trial-finished'; model: string; status: 'completed' | 'failed'; costUsd: number | null }
  | { type: 'attempt-retried'; model: string; code: string; waitMs: number }
  /** `slowedDown`: a rate limit keeps it below what is configured; `waitMs`: until the next call of this model. */
  | { type: 'pace-changed'; model: string; atOnce: number; slowedDown: boolean; waitMs: number }
  /** To a question of an evaluator; `cached`: from an earlier run, and not paid for again. */
  | { type: 'judge-replied'; costUsd: number | null; cached: boolean }
  /** A question that has no reply after all its attempts. */
  | { type: 'judge-failed' }
  | { type: 'judge-retried'; code: string; waitMs: number }
  | { type: 'run-finished' };

export interface ProgressSink {
  emit(event: ProgressEvent): void;
  /** Restores the terminal and stops timers. */
  close(): void;
}
