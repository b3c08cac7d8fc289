import type { MoveRecord, VersionRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { spentUsd } from '../../core/spent-usd.ts';
import type { HistoryVersion } from './history.ts';
import { ownModelId, type RunOfVersion, runOfVersion } from './run-of-version.ts';

/** What is kept of each version, and what it costs. */
export function versionEntries(
  versions: readonly VersionRecord[],
  runs: readonly RunFile[],
  moves: readonly MoveRecord[],
  volume: number | null,
): HistoryVersion[] {
  return versions.map((record) => {
    const source = runOfVersion(record, runs, moves);
    const costUsd = source === undefined ? null : costOfAnswer(source);
    return {
      version: record.version,
      digest: record.digest,
      publishedAt: record.at,
      by: record.actor,
      note: record.note,
      run: source?.run.id ?? null,
      arm: source?.arm ?? null,
      verdict: source?.arm === 'candidate' ? source.run.verdict.status : null,
      cases: source?.run.dataset.cases ?? null,
      costUsd,
      costAMonthUsd: costAMonth(costUsd, volume),
      evaluationUsd: evaluationUsd(runs.filter(({ arms }) => arms.candidate.digest === record.digest)),
    };
  });
}

/** USD on the version's own model, over all cases. */
export function costOfAnswer(source: RunOfVersion): number | null {
  const own = ownModelId(source);
  const cost = source.run.comparisons.find(
    ({ metric, model, slice }) => metric === 'cost' && model === own && slice === null,
  );
  const measured = cost?.[source.arm];
  return measured && measured.n > 0 ? measured.value : null;
}

export function costAMonth(costUsd: number | null, volume: number | null): number | null {
  return costUsd === null || volume === null ? null : costUsd * volume;
}

function evaluationUsd(runs: readonly RunFile[]): number | null {
  if (runs.some(({ spend }) => spend.unpriced)) return null;
  return runs.reduce((sum, { spend }) => sum + spentUsd(spend), 0);
}
