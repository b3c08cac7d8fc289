import { countEarlier } from '../../core/attempts.ts';
import { formatCount } from '../../core/format.ts';
import type { SweepFile } from '../../core/sweep.ts';
import { type JudgedRow, qualityOf, schemaMetricOf, tabulate } from '../../evaluation/sweep-table.ts';
import type { CallTally } from '../../runner/call-tally.ts';
import { estimateWarnings } from '../../runner/call-warnings.ts';
import type { PartsTotals } from '../../runner/run-in-parts.ts';
import type { Judging } from './judge-row.ts';
import { sameAsBaseline } from './sweep-grid.ts';

/** `sweep.json`. */
export function describeSweep(
  prompt: string,
  alias: string,
  rows: readonly JudgedRow[],
  { plan, totals, earlier, circumstances, tally }: Omit<Judging, 'trials'> & { tally: CallTally },
): SweepFile {
  const { evaluation, baseline, grid, chosen, narrowed } = plan;
  const { gates, repeats, cluster, evaluators } = evaluation;
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  const quality = qualityOf(metrics, gates);
  const { dataset, cases, split } = chosen;
  const { id, startedAt, finishedAt, actor, git, tool } = circumstances;
  const { completed, failed, cached, usd, judgeUsd } = totals;
  const planned = grid.lanes.length * cases.length * repeats;
  return {
    formatVersion: 1,
    id,
    prompt,
    status: totals.stopped === null ? 'complete' : 'incomplete',
    narrowed,
    alias,
    baseline: baseline && { version: baseline.version, digest: baseline.digest },
    dataset: { name: dataset.name, digest: dataset.digest, cases: cases.length },
    ...(split !== undefined && { split }),
    repeats,
    ...(cluster !== undefined && { cluster }),
    metrics,
    quality,
    schema: schemaMetricOf(evaluators),
    gates: gates.filter(({ enforced }) => enforced).length,
    stables: grid.stables.map(({ settings }, index) => ({ settings, values: stableValues(rows, index) })),
    ...tabulate(rows, { metrics, gates, quality, cluster: cluster ?? null }),
    trials: { planned, completed, failed, cached },
    spend: { usd, judgeUsd },
    earlierAttempts: countEarlier(earlier),
    startedAt,
    finishedAt,
    actor,
    tool,
    git,
    warnings: [...sameAsBaseline(grid, baseline), ...chosen.warnings, ...sweepWarnings(tally, totals)],
  };
}

/** What the rows that are compared with it say of the baseline. */
function stableValues(rows: readonly JudgedRow[], stable: number): Record<string, number> {
  const row = rows.find(({ described }) => described.stable === stable);
  const ofAll = row?.run.comparisons.filter(({ slice }) => slice === null) ?? [];
  return Object.fromEntries(
    ofAll.flatMap(({ metric, baseline }) => (baseline && baseline.n > 0 ? [[metric, baseline.value]] : [])),
  );
}

function sweepWarnings(
  { cached, oldest, estimated, unpriced }: CallTally,
  { completed }: PartsTotals,
): string[] {
  const asked = completed - cached;
  return [
    ...(oldest === null
      ? []
      : [
          `${formatCount(cached)} of ${formatCount(completed)} answers come from the cache, the oldest of ${oldest.slice(0, 10)}. They were not paid for again and have no latency; --cache off asks for all of them.`,
        ]),
    ...(unpriced === 0
      ? []
      : [
          `${formatCount(unpriced)} answers have no known price. Prices stand under \`prices\` in the config.`,
        ]),
    ...estimateWarnings(estimated, asked),
  ];
}
