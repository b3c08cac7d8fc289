import type { Comparison, Interval } from '../core/comparison.ts';
import { formatApart, formatValue } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import { findMetric } from '../core/metrics.ts';
import type { RunFile } from '../core/run-file.ts';
import { type GateOutcome, severity } from '../core/verdict.ts';
import { differenceFigures, type Figures, noFigures, showConfidence } from './figures.ts';
import { aboutOf, boundsOfDifference } from './gate-about.ts';
import { missingReason } from './missing-reason.ts';
import { showValue } from './shared/case-figures.ts';
import type { ShownMetric } from './shared/case-index.ts';

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
  return {
    ...common,
    interval,
    ...differenceFigures(metric, comparison, interval, limitBeside(outcome, interval)),
  };
}

/** A gate's limit stands on the scale of its own interval; beside another interval it would mislead. */
export function limitBeside(outcome: GateOutcome, interval: Interval | null): number | null {
  return interval !== null && interval === outcome.interval ? (outcome.limit ?? null) : null;
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

/**
 * A floor or a ceiling: the bounds are on the candidate's own value. A p95 is no mean, so it stands alone; and so does a mean over
 * other cases than those that were compared.
 */
function valueFigures(
  run: RunFile,
  outcome: GateOutcome,
  metric: ShownMetric,
  comparison: Comparison,
): Figures {
  const { interval, limit = null } = outcome;
  const both = differenceFigures(metric, comparison, null);
  const gate = gateOf(run, outcome);
  const stat = gate !== undefined && 'stat' in gate ? gate.stat : null;
  const same = stat === null && both.candidate === outcome.actual;
  const bound = (value: number | null, infinite: string) => {
    if (value === null) return infinite;
    return limit === null || metric.unknown
      ? showValue(metric, value)
      : formatApart(value, limit, (each, finer) => formatValue(metric, each, finer));
  };
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
export function metricOf(run: Pick<RunFile, 'metrics' | 'comparisons'>, id: string): ShownMetric {
  const known = findMetric(run.metrics, id);
  if (known) return known;
  const better = run.comparisons.find((comparison) => comparison.metric === id)?.better ?? 'higher';
  return { id, better, kind: 'score', range: null, unknown: true };
}

/** How many models both arms were compared on. */
export function modelCount(run: RunFile): number {
  return Math.max(1, new Set(run.comparisons.map((comparison) => comparison.model)).size);
}
