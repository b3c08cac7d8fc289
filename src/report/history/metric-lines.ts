import type { Comparison } from '../../core/comparison.ts';
import type { MoveRecord, VersionRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { metricOf } from '../gate-rows.ts';
import type { MetricLine, MetricPoint } from './history.ts';
import { ownModelId, type RunOfVersion, runOfVersion } from './run-of-version.ts';

/** A line for each metric on the versions' own models, then one for each further model. */
export function metricLines(
  versions: readonly VersionRecord[],
  runs: readonly RunFile[],
  moves: readonly MoveRecord[],
): MetricLine[] {
  const lines = new Map<string, MetricLine>();
  const before = new Map<string, RunFile>();
  for (const version of versions) {
    const source = runOfVersion(version, runs, moves);
    if (!source) continue;
    for (const { key, line, point } of pointsOf(version.version, source)) {
      const known = lines.get(key) ?? line;
      lines.set(key, known);
      const comparable = isComparable(before.get(key), source.run);
      known.points.push({ ...point, comparable });
      before.set(key, source.run);
    }
  }
  return [...lines.values()].sort((a, b) => Number(a.model !== null) - Number(b.model !== null));
}

interface FoundPoint {
  key: string;
  line: MetricLine;
  point: Omit<MetricPoint, 'comparable'>;
}

function pointsOf(version: number, source: RunOfVersion): FoundPoint[] {
  const { run, arm } = source;
  const own = ownModelId(source);
  return run.comparisons
    .filter((comparison) => comparison.slice === null)
    .flatMap((comparison) => {
      const measured = comparison[arm];
      if (measured === null || measured.n === 0) return [];
      const model = comparison.model === own ? null : comparison.model;
      const point = {
        ...{ version, run: run.id, arm, value: measured.value, cases: measured.n },
        ...changeOf(comparison, arm),
      };
      const line = { metric: metricOf(run, comparison.metric), model, points: [] };
      return [{ key: JSON.stringify([comparison.metric, model]), line, point }];
    });
}

/** A baseline is what others are compared with: it has no change of its own. */
function changeOf({ delta, interval }: Comparison, arm: RunOfVersion['arm']) {
  return arm === 'baseline' ? { delta: null, interval: null } : { delta, interval };
}

/** Other cases or other evaluators make another number of the same answers. */
function isComparable(before: RunFile | undefined, run: RunFile): boolean {
  if (before === undefined) return true;
  return before.dataset.digest === run.dataset.digest && before.digests.evaluators === run.digests.evaluators;
}
