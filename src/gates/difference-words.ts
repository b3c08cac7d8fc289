import { sidesOf } from '../core/comparison.ts';
import { formatApart, formatPoints, formatSize, formatValue, formatWritten } from '../core/format.ts';
import type { Gate, Margin } from '../core/gate.ts';
import type { DifferenceEvidence } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import { wholeShare } from './outcome.ts';

/** The question that a gate asks about a difference. */
export type DifferenceGate = Extract<Gate, { rule: 'noWorseThan' | 'betterThan' | 'maxIncrease' }>;

/** A size with its unit, `2.1 points`; its sign is kept: a "drop of at least −1" would otherwise read as 1. */
export function sizeWords(metric: MetricDefinition, size: number, finer = 0): string {
  return withSign(size, formatSize(metric, size, finer));
}

/** A bound beside what the gate allows or asks for, which it never reads the same as unless it is. */
export function boundSize({ metric, threshold }: Asked, size: number): string {
  return formatApart(size, Math.abs(threshold), (value, finer) => sizeWords(metric, value, finer));
}

/** A size after another one of its kind, where the unit would only repeat: `2.1`. */
export function bareSize(metric: MetricDefinition, size: number, finer = 0): string {
  if (metric.kind !== 'binary') return sizeWords(metric, size, finer);
  return withSign(size, formatPoints(Math.abs(size), finer));
}

function withSign(size: number, text: string): string {
  return size < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

function marginOf(gate: Exclude<DifferenceGate, { rule: 'maxIncrease' }>): Margin {
  return gate.rule === 'betterThan' ? gate.by : gate.margin;
}

type Asked = Pick<DifferenceEvidence, 'metric' | 'threshold' | 'interval' | 'proven'> & {
  gate: DifferenceGate;
};

/** `You allow 3`, `You ask for a gain of 1`, `You allow 2 % of the baseline, here 1.7 points` */
export function allowance(evidence: Asked): string {
  return `You ${asked(evidence)}`;
}

/** The same in the middle of a sentence. */
export function allowed(evidence: Asked): string {
  return `you ${asked(evidence)}`;
}

function asked(evidence: Asked): string {
  const { gate, metric } = evidence;
  if (gate.rule === 'maxIncrease') return `allow ${wholeShare(gate.limit)}`;
  const margin = marginOf(gate);
  const here = margin.kind === 'relative' ? `, here ${thresholdWords(evidence)}` : '';
  return `${gate.rule === 'betterThan' ? 'ask for a gain of' : 'allow'} ${marginWords(margin, metric, bareSize)}${here}`;
}

/** Worked out, so it has no digits of its own; as the bound beside it, it never reads the same unless it is. */
function thresholdWords({ metric, threshold, interval, proven }: Asked): string {
  const bound = proven === 'below' ? interval?.high : interval?.low;
  return formatApart(Math.abs(threshold), Math.abs(bound ?? Number.POSITIVE_INFINITY), (value, finer) =>
    sizeWords(metric, value, finer),
  );
}

/** What the gate asks for: `drop ≤ 3 points`, `gain ≥ 1 points`, `rise ≤ 10 %`. */
export function expectedWords(gate: DifferenceGate, metric: MetricDefinition): string {
  if (gate.rule === 'maxIncrease') return `rise ≤ ${wholeShare(gate.limit)}`;
  const margin = marginWords(marginOf(gate), metric, sizeWords);
  return gate.rule === 'betterThan' ? `gain ≥ ${margin}` : `${lossNoun(metric)} ≤ ${margin}`;
}

function marginWords(margin: Margin, metric: MetricDefinition, words: typeof sizeWords): string {
  if (margin.kind === 'relative') return `${wholeShare(margin.value)} of the baseline`;
  return formatWritten(margin.value, (value, finer) => words(metric, value, finer));
}

/** What a change for the worse is called: a toxicity rises, a quality drops. */
export function lossNoun(metric: MetricDefinition): string {
  return metric.better === 'lower' ? 'rise' : 'drop';
}

/** What was seen on both arms, over the same cases: `87.3 % vs 87.0 %`, the candidate first. */
export function actualWords({ comparison, metric }: DifferenceEvidence): string {
  const words = (value: number | null) => (value === null ? 'nothing' : formatValue(metric, value));
  const { baseline, candidate } = sidesOf(comparison);
  return comparison.baseline === null ? words(candidate) : `${words(candidate)} vs ${words(baseline)}`;
}
