import type { MoveRecord, VersionRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { ArmName } from '../../core/trial.ts';

/** The run that says how a version did, and on which side of it the version stood. */
export interface RunOfVersion {
  run: RunFile;
  arm: ArmName;
}

/**
 * The run by which a version was last released; else the newest whole one that it was the candidate of; else the
 * oldest that it was the baseline of. undefined where nothing is kept.
 *
 * @param runs the oldest first.
 */
export function runOfVersion(
  { digest }: Pick<VersionRecord, 'digest'>,
  runs: readonly RunFile[],
  moves: readonly MoveRecord[],
): RunOfVersion | undefined {
  const evaluations = runs.filter(({ drift, status }) => drift === undefined && status === 'complete');
  const released = new Set(
    moves.filter(({ to }) => to.digest === digest).flatMap(({ evidence }) => evidence?.run ?? []),
  );
  const asCandidate = evaluations.filter(({ arms }) => arms.candidate.digest === digest);
  const chosen = asCandidate.findLast(({ id }) => released.has(id)) ?? asCandidate.at(-1);
  if (chosen) return { run: chosen, arm: 'candidate' };
  const asBaseline = evaluations.find(({ arms }) => arms.baseline?.digest === digest);
  return asBaseline && { run: asBaseline, arm: 'baseline' };
}

/** What comparisons call the model that an arm's version ships with; undefined where the run did not ask it. */
export function ownModelId({ run, arm }: RunOfVersion): string | undefined {
  const shipped = run.arms[arm]?.prompt.model;
  const own =
    run.pairings.find((pairing) => pairing.own) ??
    run.pairings.find((pairing) => pairing[arm]?.model === shipped);
  // A run of before pairings were kept: one model leaves no choice.
  return own?.id ?? (run.models.length === 1 ? run.comparisons[0]?.model : undefined);
}
