import { type Comparison, type Interval, isWithoutSpread, sidesOf } from '../core/comparison.ts';
import { formatChangeRange, formatConfidence } from '../core/format.ts';
import type { MetricDefinition } from '../core/metrics.ts';
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

export const noFigures: Figures = {
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

/** The figures of a comparison, whether or not a gate asks about it; its bounds are told from the gate's limit. */
export function differenceFigures(
  metric: MetricDefinition,
  comparison: Pick<Comparison, 'baseline' | 'candidate' | 'paired' | 'delta' | 'interval'>,
  bounds: Interval | null = comparison.interval,
  limit: number | null = null,
): Figures {
  const { delta } = comparison;
  // Where nothing varied, bounds that are one number would claim to be sure of what was not seen.
  const interval = metric.kind === 'amount' && bounds && isWithoutSpread(bounds) ? null : bounds;
  const { baseline, candidate } = sidesOf(comparison);
  return {
    baseline: baseline === null ? null : showValue(metric, baseline),
    candidate: candidate === null ? null : showValue(metric, candidate),
    change: delta === null ? null : showChange(metric, delta),
    bounds: interval === null ? null : showRange(metric, interval, limit),
    boundsOf: null,
    confidence: interval === null ? null : showConfidence(interval),
  };
}

function showRange(metric: ShownMetric, interval: Interval, limit: number | null): [string, string] {
  const { low, high } = interval;
  if (!metric.unknown || low === null || high === null) return formatChangeRange(metric, interval, limit);
  const ends = [showChange(metric, low), showChange(metric, high)] as const;
  return metric.better === 'lower' ? [ends[1], ends[0]] : [ends[0], ends[1]];
}

export function showConfidence(interval: Interval): string {
  return formatConfidence(interval.confidence);
}
