import { isJudgedCandidate } from '../../core/run-attempt.ts';
import type { RunFile } from '../../core/run-file.ts';
import { writeReports } from '../../report/write-reports.ts';
import { type AttemptLedger, attemptEntry, attemptLedger } from '../cases/attempt-ledger.ts';
import type { Project } from '../opening/open-project.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import { markRunning, unmarkRunning } from '../runs/run-marker.ts';
import type { StoredRun } from '../runs/runs.ts';

/** A run that was decided counts as a try against its cases; one that asked nothing anew stands there without counting. */
export async function countAttempt(ledger: AttemptLedger, run: RunFile): Promise<void> {
  if (!isJudgedCandidate(run)) return;
  const { again } = run.attempts ?? {};
  await ledger.add(attemptEntry(run, run.finishedAt, again));
}

/** What a run that was killed after its decision still lacks: its line in the ledger, and its reports. */
export async function finishDecided(
  project: Project,
  stored: StoredRun,
  run: RunFile,
): Promise<EvaluatedRun> {
  await markRunning(stored.path, stored.id);
  const ledger = attemptLedger(project, stored.prompt);
  if ((await ledger.runDigest(run.id)) === undefined) await countAttempt(ledger, run);
  await writeReports(stored.path);
  await unmarkRunning(stored.path);
  return { run, folder: stored.path };
}
