import { digestBytes } from '../../core/digest.ts';
import { evidenceText } from '../../core/evidence.ts';
import { comparesWithItself } from '../../core/run-attempt.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { SweepFile } from '../../core/sweep.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { attemptLedger } from '../cases/attempt-ledger.ts';
import type { Project } from '../opening/open-project.ts';
import { withSettings } from './sweep-grid.ts';

/** A try that an author made, beside the runs that the ledger counts by itself. */
export async function countTry(
  project: Project,
  run: RunFile,
  { id, candidate }: { id: string; candidate: string },
): Promise<void> {
  if (comparesWithItself(run) || run.trials.completed === 0) return;
  await attemptLedger(project, run.prompt).add({
    at: run.finishedAt,
    run: id,
    dataset: run.dataset.digest,
    ...(run.attempts && { cases: run.attempts.cases }),
    candidate,
    verdict: run.verdict.status,
    runDigest: digestBytes(evidenceText(run)),
  });
}

/**
 * Every row is one candidate that was judged by these cases: whoever takes the best of twelve has tried twelve. It is
 * counted under what would be released, with its model and settings.
 *
 * @param runs one a row
 */
export async function countSweep(
  project: Project,
  sweep: SweepFile,
  runs: readonly RunFile[],
): Promise<void> {
  for (const [index, run] of runs.entries()) {
    const settings = run.pairings[0]?.candidate;
    const { prompt, digest } = run.arms.candidate;
    const candidate = settings ? promptDigest(withSettings(prompt, settings)) : digest;
    await countTry(project, run, { id: `${sweep.id}/${index + 1}`, candidate });
  }
}
