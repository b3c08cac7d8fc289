import type { ExitCode } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { ReportInput } from '../report/report-input.ts';

/** What a job did with one prompt, and what came of it. */
export interface PromptOutcome {
  prompt: string;
  did: 'run' | 'release' | 'drift' | 'validate';
  /** As the command ended for this prompt. */
  exitCode: ExitCode;
  /** null where there is no run: nothing to do, or it could not be made. */
  input: ReportInput | null;
  /** Of the run; null where there is none. */
  folder: string | null;
  /** One sentence where there is no run to speak for itself. */
  message: string | null;
  problems: readonly Problem[];
  /** The prompt's file, seen from the repository's root, with its text; null where it can't be read. */
  source: { file: string; text: string } | null;
  /** Where the prompt's gates stand in the config. */
  config: { file: string; line: number };
}
