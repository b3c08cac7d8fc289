import type { RunFile } from '../../core/run-file.ts';

export interface EvaluatedRun {
  run: RunFile;
  folder: string;
  /** Why run.json and the reports do not say that the alias moved, where they could not be written after it had. */
  unwritten?: string;
}
