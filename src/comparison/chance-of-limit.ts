import {
  chanceOfCeiling,
  chanceOfFloor,
  chanceOfMean,
  chanceOfQuantile,
} from '../statistics/conditional-power.ts';
import { mean } from '../statistics/moments.ts';
import { countOf } from './count-of.ts';
import type { GateOf } from './evidence.ts';
import type { PairedValues } from './paired-values.ts';
import type { Series } from './series.ts';
import { shrunkDeviation } from './shrinkage.ts';
import { isCountable, withoutNaN } from './units.ts';

type LimitGate = GateOf<'min' | 'max'>;

/**
 * The chance that a floor, a ceiling or a p95 is proven once `cases` are measured, if the candidate does on those to come
 * what the baseline does; without a baseline, what it did so far. null where nothing can be said.
 */
export function chanceOfLimit(paired: PairedValues, gate: LimitGate, cases: number): number | null {
  const isMeasured = paired.cases.some((index) => !Number.isNaN(paired.candidate.mean(index)));
  if (!isMeasured) return null;
  if (gate.stat === 'p95') return chanceOfP95(paired, gate, cases);
  return isCountable(paired) ? chanceOfShare(paired, gate, cases) : chanceOfScore(paired, gate, cases);
}

function chanceOfShare(paired: PairedValues, gate: LimitGate, cases: number): number {
  const { confidence, limit, rule } = gate;
  const hits = countOf(pessimistic(paired, gate), (value) => value >= 1);
  const share = shareOf(stillToCome(paired, meanOf), (value) => value >= 1);
  const question = { seen: paired.cases.length, hits, cases, share, confidence };
  return rule === 'min'
    ? chanceOfFloor({ ...question, floor: limit })
    : chanceOfCeiling({ ...question, ceiling: limit });
}

/** A ceiling is a floor under the negated values. */
function chanceOfScore(paired: PairedValues, gate: LimitGate, cases: number): number | null {
  const [low, high] = paired.metric.range ?? [0, 0];
  const sign = gate.rule === 'min' ? 1 : -1;
  const values = pessimistic(paired, gate).map((value) => sign * value);
  if (values.length < 2) return null;
  return chanceOfMean({
    values,
    expected: sign * mean(stillToCome(paired, meanOf)),
    deviation: shrunkDeviation(values, high - low),
    cases,
    threshold: sign * gate.limit,
    confidence: gate.confidence,
    worst: gate.rule === 'min' ? low : -high,
  });
}

/** Only an upper limit is of use; a lower one on a p95 never ends a run. */
function chanceOfP95(paired: PairedValues, gate: LimitGate, cases: number): number | null {
  if (gate.rule === 'min') return null;
  const { confidence, limit } = gate;
  const largest = (series: Series, index: number) =>
    series.hasMissing(index) ? Number.NaN : series.largest(index);
  const isAbove = (value: number) => value > limit;
  const { candidate } = paired;
  const hits = countOf(
    paired.cases,
    (index) => candidate.hasMissing(index) || isAbove(candidate.largest(index)),
  );
  const share = shareOf(stillToCome(paired, largest), isAbove);
  return chanceOfQuantile({ seen: paired.cases.length, hits, cases, share, confidence, p: 0.95 });
}

/** One value a case, where a missing one counts against the gate. */
function pessimistic(paired: PairedValues, { rule }: LimitGate): number[] {
  const [low, high] = paired.metric.range ?? [0, 0];
  return paired.cases.map((index) => paired.candidate.meanWith(index, rule === 'min' ? low : high));
}

/** What the cases to come are taken to be like. */
function stillToCome(paired: PairedValues, summary: (series: Series, index: number) => number): number[] {
  const of = (series: Series) => withoutNaN(paired.cases.map((index) => summary(series, index)));
  const baseline = of(paired.baseline);
  return baseline.length > 0 ? baseline : of(paired.candidate);
}

function meanOf(series: Series, index: number): number {
  return series.mean(index);
}

/** With half a case added on either side. */
function shareOf(values: readonly number[], counts: (value: number) => boolean): number {
  return (countOf(values, counts) + 0.5) / (values.length + 1);
}
