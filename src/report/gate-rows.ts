import { type Comparison, type Interval, isWithoutSpread, sidesOf } from '../core/comparison.ts';
import { formatChangeRange, formatConfidence } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import { findMetric, type MetricDefinition } from '../core/metrics.ts';
import type { RunFile } from '../core/run-file.ts';
import { type GateOutcome, severity } from '../core/verdict.ts';
import { aboutOf, boundsOfDifference } from './gate-about.ts';
import { missingReason } from './missing-reason.ts';
import { showChange, showValue } from './shared/case-figures.ts';
import type { ShownMetric } from './shared/case-index.ts';

/** The figures of one gate as a person reads them; every format shows exactly these. null: there is none. */
export interface Figures {
  baseline: string | null;
  candidate: string | null;
  change: string | null;
  /** The two bounds, the lower number first. */
  bounds: [string, string] | null;
  /** `mean`, `p95`: what the bounds are of, where that is the candidate's own value and not the change beside it. */
  boundsOf: string | null;
  /** `95 %`: how sure each bound is. */
  confidence: string | null;
}

export interface GateRow extends Figures {
  /** Its sentence goes on with why results are missing, where the run says so. */
  outcome: GateOutcome;
  about: 'difference' | 'value' | 'cases';
  /** Gate, and model where the run has several. */
  name: string;
  /** The comparison whose change is shown, and the bounds of that change, for drawing. */
  comparison: Comparison | undefined;
  interval: Interval | null;
}

/** Failed first, then inconclusive, then passed; what does not decide comes last within its group. */
export function gateRows(run: RunFile): GateRow[] {
  const several = modelCount(run) > 1;
  return run.verdict.outcomes
    .map((outcome) => gateRow(run, outcome, several))
    .sort(
      (a, b) =>
        severity[b.outcome.status] - severity[a.outcome.status] ||
        Number(b.outcome.enforced) - Number(a.outcome.enforced),
    );
}

function gateRow(run: RunFile, judged: GateOutcome, several: boolean): GateRow {
  const metric = metricOf(run, judged.metric ?? '');
  const found = run.comparisons.find(
    (candidate) =>
      candidate.metric === judged.metric &&
      candidate.model === judged.model &&
      candidate.slice === judged.slice,
  );
  const isOwn = found !== undefined && isCountedOtherwise(run, judged, found);
  const comparison = isOwn ? ownComparison(judged, found) : found;
  const about = aboutOf(judged, metric, found);
  // A floor asks about the candidate alone, unless a judge had to see both answers for it.
  const arms = about === 'difference' || metric.pairwise ? 'both' : 'candidate';
  const outcome = { ...judged, text: judged.text + missingReason(run, judged, arms) };
  const name = several && outcome.model !== null ? `${outcome.gate} · ${outcome.model}` : outcome.gate;
  const common = { outcome, about, name, comparison, interval: null };
  if (about === 'cases' || comparison === undefined) return { ...common, ...noFigures };
  if (about === 'value') return { ...common, ...valueFigures(run, outcome, metric, comparison) };
  const interval = boundsOfDifference(outcome, comparison);
  return { ...common, interval, ...differenceFigures(metric, comparison, interval) };
}

/** Whether the gate counts cases by other clusters than the comparison does: then the figures of one are not the other's. */
function isCountedOtherwise(run: RunFile, outcome: GateOutcome, { clusters }: Comparison) {
  const gate = gateOf(run, outcome);
  return gate !== undefined && gate.cluster !== clusters?.field;
}

/**
 * The comparison as the gate counts its cases. Runs of older versions keep of a difference only the bounds, and of no run are
 * the other arm's value and its interval known where a gate asks about the candidate alone.
 */
function ownComparison({ seen, interval }: GateOutcome, comparison: Comparison): Comparison {
  const { paired: _, clusters: __, ...rest } = comparison;
  const { baseline = null, candidate = null, delta = null } = seen ?? {};
  const side = (value: number | null, n = 0) => ({ value: value ?? 0, n: value === null ? 0 : n });
  return {
    ...rest,
    baseline: comparison.baseline && side(baseline, comparison.baseline.n),
    candidate: side(candidate, comparison.candidate.n),
    delta,
    interval,
  };
}

/** The gate as it was judged; runs of older versions don't say. */
function gateOf({ gates = [] }: RunFile, { gate: name }: GateOutcome): Gate | undefined {
  return gates.find((candidate) => candidate.name === name);
}

const noFigures: Figures = {
  baseline: null,
  candidate: null,
  change: null,
  bounds: null,
  boundsOf: null,
  confidence: null,
};

/** `−1.9 … −0.9`; `mean 0.524 … 0.644` of bounds that are not of the change. */
export function boundsWords({ bounds, boundsOf }: Figures): string | null {
  return bounds === null ? null : ofWhat(boundsOf, bounds.join(' … '));
}

/** The same in a line of figures: `[−1.9, −0.9]`, `mean [0.524, 0.644]`. */
export function boundsInLine({ bounds, boundsOf }: Figures): string | null {
  return bounds === null ? null : ofWhat(boundsOf, `[${bounds.join(', ')}]`);
}

function ofWhat(boundsOf: string | null, bounds: string): string {
  return boundsOf === null ? bounds : `${boundsOf} ${bounds}`;
}

/** The figures of a comparison, whether or not a gate asks about it. */
export function differenceFigures(
  metric: MetricDefinition,
  comparison: Pick<Comparison, 'baseline' | 'candidate' | 'paired' | 'delta' | 'interval'>,
  bounds: Interval | null = comparison.interval,
): Figures {
  const { delta } = comparison;
  // Where nothing varied, bounds that are one number would claim to be sure of what was not seen.
  const interval = metric.kind === 'amount' && bounds && isWithoutSpread(bounds) ? null : bounds;
  const { baseline, candidate } = sidesOf(comparison);
  return {
    baseline: baseline === null ? null : showValue(metric, baseline),
    candidate: candidate === null ? null : showValue(metric, candidate),
    change: delta === null ? null : showChange(metric, delta),
    bounds: interval === null ? null : showRange(metric, interval),
    boundsOf: null,
    confidence: interval === null ? null : showConfidence(interval),
  };
}

/**
 * A floor or a ceiling: the bounds are on the candidate's own value. A p95 is no mean, so it stands alone; and so does a mean over
 * other cases than those that were compared.
 */
function valueFigures(
  run: RunFile,
  outcome: GateOutcome,
  metric: MetricDefinition,
  comparison: Comparison,
): Figures {
  const { interval } = outcome;
  const both = differenceFigures(metric, comparison, null);
  const gate = gateOf(run, outcome);
  const stat = gate !== undefined && 'stat' in gate ? gate.stat : null;
  const same = stat === null && both.candidate === outcome.actual;
  const bound = (value: number | null, infinite: string) =>
    value === null ? infinite : showValue(metric, value);
  return {
    ...(same ? both : noFigures),
    candidate: outcome.actual,
    bounds: interval === null ? null : [bound(interval.low, '−∞'), bound(interval.high, '+∞')],
    // Runs of older versions don't say of what.
    boundsOf: stat ?? (gate === undefined ? 'value' : 'mean'),
    confidence: interval === null ? null : showConfidence(interval),
  };
}

/** A metric by its id; one that the run does not describe has no kind and its numbers are shown raw. */
export function metricOf(run: RunFile, id: string): ShownMetric {
  const known = findMetric(run.metrics, id);
  if (known) return known;
  const better = run.comparisons.find((comparison) => comparison.metric === id)?.better ?? 'higher';
  return { id, better, kind: 'score', range: null, unknown: true };
}

function showRange(metric: ShownMetric, interval: Interval): [string, string] {
  const { low, high } = interval;
  if (!metric.unknown || low === null || high === null) return formatChangeRange(metric, interval);
  const ends = [showChange(metric, low), showChange(metric, high)] as const;
  return metric.better === 'lower' ? [ends[1], ends[0]] : [ends[0], ends[1]];
}

function showConfidence(interval: Interval): string {
  return formatConfidence(interval.confidence);
}

/** How many models both arms were compared on. */
export function modelCount(run: RunFile): number {
  return Math.max(1, new Set(run.comparisons.map((comparison) => comparison.model)).size);
}
