import { negligible } from '../comparison/contrast.ts';
import {
  claimLevel,
  contrastAllPairs,
  contrastWithBaselines,
  type MeasuredRow,
} from '../comparison/contrast-rows.ts';
import type { Comparison } from '../core/comparison.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';
import { findMetric, type MetricDefinition } from '../core/metrics.ts';
import type { RunFile } from '../core/run-file.ts';
import type { Metric } from '../core/score.ts';
import type { BestRows, CheapestRows, Standing, SweepFile, SweepRow } from '../core/sweep.ts';
import type { GateOutcome } from '../core/verdict.ts';

/** A row as it was measured, with what a run of it alone says. */
export interface JudgedRow extends MeasuredRow {
  run: Pick<RunFile, 'comparisons' | 'verdict' | 'trials'>;
  /** Who it is. */
  described: Pick<SweepRow, 'variant' | 'candidate' | 'settings' | 'stable'>;
}

/** How the rows are looked at. */
export interface TablePlan {
  metrics: readonly Metric[];
  gates: readonly Gate[];
  quality: string | null;
  cluster: string | null;
}

/** The metric that variants are chosen by: of the first gate that compares scores with the baseline, or else the first there is. */
export function qualityOf(metrics: readonly Metric[], gates: readonly Gate[]): string | null {
  const ids = metrics.map(({ id }) => id);
  const compared = gates.filter(({ rule }) => rule === 'noWorseThan' || rule === 'betterThan');
  const asked = [...compared.filter(({ enforced }) => enforced), ...compared].map(({ metric }) => metric);
  return asked.find((metric) => ids.includes(metric)) ?? ids[0] ?? null;
}

/** The metric of the evaluator that checks answers against their schema. */
export function schemaMetricOf(evaluators: readonly Evaluator[]): string | null {
  return evaluators.find(({ name }) => name === 'jsonSchema')?.metrics[0]?.id ?? null;
}

/** The rows of a sweep with what can be said of each beside the others. */
export function tabulate(
  rows: readonly JudgedRow[],
  plan: TablePlan,
): Pick<SweepFile, 'rows' | 'best' | 'cheapest'> {
  const standings = standingsOf(rows, plan);
  const described = rows.map((row, index): SweepRow => {
    const { run, described } = row;
    const comparisons = run.comparisons.filter(({ slice }) => slice === null);
    const cost = valueIn(comparisons, 'cost');
    return {
      row: index + 1,
      ...described,
      trials: run.trials,
      comparisons,
      verdict: run.verdict,
      clears: clearsGates(run),
      ...(standings[index] ?? { standing: 'unknown', pValue: null, adjusted: null }),
      costPer1000: cost === null ? null : cost * 1000,
      latencyMs: valueIn(comparisons, 'latency'),
      dominatedBy: [],
    };
  });
  const claims = claimsOf(rows, plan);
  const all = described.map((row) => ({ ...row, dominatedBy: dominating(row, described, claims, plan) }));
  return { rows: all, best: bestOf(all, plan, claims.isProven), cheapest: cheapestOf(all, claims.isProven) };
}

function standingsOf(
  rows: readonly JudgedRow[],
  { quality, metrics, cluster }: TablePlan,
): Pick<SweepRow, 'standing' | 'pValue' | 'adjusted'>[] {
  const metric = quality === null ? undefined : findMetric(metrics, quality);
  if (metric === undefined) return [];
  return contrastWithBaselines(rows, metric, cluster).map((found) => {
    if (found === null) return { standing: 'unknown', pValue: null, adjusted: null };
    const isClaim = found.adjusted <= claimLevel;
    const standing: Standing = !isClaim ? 'tie' : found.isBetter ? 'better' : 'worse';
    return { standing, pValue: found.pValue, adjusted: found.adjusted };
  });
}

/** What an author chooses by: the scores that gates ask about, what it costs and how long it takes. */
function chosenBy({ metrics, gates, quality }: TablePlan): MetricDefinition[] {
  const asked = new Set([quality, ...gates.map(({ metric }) => metric), 'cost', 'latency']);
  const scores = metrics.filter(({ id }) => asked.has(id)).map(({ id }) => id);
  return [...scores, 'cost', 'latency'].flatMap((id) => findMetric(metrics, id) ?? []);
}

/** Whether a row is better than another on a metric. */
type Better = (metric: string, better: SweepRow, worse: SweepRow) => boolean;

interface Claims {
  isProven: Better;
  isLikely: Better;
}

function claimsOf(rows: readonly JudgedRow[], plan: TablePlan): Claims {
  const claims = new Map(
    chosenBy(plan).map((metric) => [metric.id, contrastAllPairs(rows, metric, plan.cluster)]),
  );
  return {
    isProven: (metric, better, worse) => claims.get(metric)?.isProven(better.row - 1, worse.row - 1) ?? false,
    isLikely: (metric, better, worse) => claims.get(metric)?.isLikely(better.row - 1, worse.row - 1) ?? false,
  };
}

/**
 * The rows that are proven better in something while nothing speaks for this one: it is measured better in nothing, which of
 * latency only counts where it hardly is by chance, and it has no gates to its credit that they do not have.
 */
function dominating(row: SweepRow, rows: readonly SweepRow[], claims: Claims, plan: TablePlan): number[] {
  const measures = chosenBy(plan);
  const speaksFor = (metric: MetricDefinition, other: SweepRow) =>
    metric.id === 'latency' ? claims.isLikely('latency', row, other) : isMeasuredBetter(metric, row, other);
  return rows
    .filter((other) => other.row !== row.row && !(isClear(row) && !isClear(other)))
    .filter((other) => measures.some(({ id }) => claims.isProven(id, other, row)))
    .filter((other) => !measures.some((metric) => speaksFor(metric, other)))
    .map((other) => other.row);
}

/** Whether a row's value is better than the other's by more than is negligible; false where one of them has none. */
function isMeasuredBetter(metric: MetricDefinition, row: SweepRow, other: SweepRow): boolean {
  const [one, two] = [row, other].map(({ comparisons }) => valueIn(comparisons, metric.id));
  if (one == null || two == null) return false;
  const slack = (negligible[metric.id] ?? 0) * Math.abs(two) + 1e-12;
  return metric.better === 'higher' ? one > two + slack : one < two - slack;
}

function bestOf(rows: readonly SweepRow[], { quality, metrics }: TablePlan, proven: Better): BestRows | null {
  const metric = quality === null ? undefined : findMetric(metrics, quality);
  if (metric === undefined) return null;
  const sign = metric.better === 'higher' ? 1 : -1;
  const value = ({ comparisons }: SweepRow) => valueIn(comparisons, metric.id);
  const tied = leaders(
    rows,
    (row) => {
      const measured = value(row);
      return measured === null ? null : sign * measured;
    },
    (leader, row) => proven(metric.id, leader, row),
  );
  return tied.length === 0 ? null : { rows: tied };
}

function cheapestOf(rows: readonly SweepRow[], proven: Better): CheapestRows | null {
  const clear = rows.filter(isClear);
  const cost = (row: SweepRow) => (row.costPer1000 === null ? null : -row.costPer1000);
  const tied = leaders(clear, cost, (leader, row) => proven('cost', leader, row));
  if (tied.length === 0) return null;
  // What costs the same and is proven to be worse in something is no choice.
  const choices = clear.filter(
    ({ row, dominatedBy }) => tied.includes(row) && !dominatedBy.some((other) => tied.includes(other)),
  );
  const chosen = choices.length > 0 ? choices : clear.filter(({ row }) => tied.includes(row));
  return { rows: chosen.map(({ row }) => row), untimed: chosen.some(({ clears }) => clears === 'untimed') };
}

/** The row of the highest value and those that it is not proven to be ahead of, by their numbers. */
function leaders(
  rows: readonly SweepRow[],
  value: (row: SweepRow) => number | null,
  isAhead: (leader: SweepRow, row: SweepRow) => boolean,
): number[] {
  const measured = rows.flatMap((row) => {
    const found = value(row);
    return found === null ? [] : [{ row, value: found }];
  });
  measured.sort((one, two) => two.value - one.value || one.row.row - two.row.row);
  const [first] = measured;
  if (first === undefined) return [];
  return measured
    .filter(({ row }) => row === first.row || !isAhead(first.row, row))
    .map(({ row }) => row.row);
}

function isClear({ clears }: SweepRow): boolean {
  return clears === 'yes' || clears === 'untimed';
}

function clearsGates({ verdict, trials }: Pick<RunFile, 'verdict' | 'trials'>): SweepRow['clears'] {
  if (verdict.status === 'pass') return 'yes';
  if (verdict.status === 'fail') return 'no';
  const open = verdict.outcomes.filter(({ enforced, status }) => enforced && status !== 'pass');
  return open.length > 0 && trials.cached > 0 && open.every(isUntimed) ? 'untimed' : 'undecided';
}

/** Of a gate on latency, which no answer from a cache decides. */
function isUntimed({ metric, reason }: GateOutcome): boolean {
  return metric === 'latency' && reason === 'missing-results';
}

function valueIn(comparisons: readonly Comparison[], metric: string): number | null {
  const found = comparisons.find((comparison) => comparison.metric === metric)?.candidate;
  return found === undefined || found.n === 0 ? null : found.value;
}
