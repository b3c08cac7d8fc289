import type { Regression } from '../core/comparison.ts';
import type { Metric } from '../core/score.ts';
import type { ModelPairing } from '../core/trial.ts';
import { tie } from './describe.ts';
import { firstOf } from './first-of.ts';
import type { Observations } from './observations.ts';
import { caseId, improvementOf, type PairedValues, pairValues } from './paired-values.ts';

const mostKept = 100;

/** Ids of the cases that got worse most, ties by id. */
export function worstCases(paired: PairedValues, count: number): string[] {
  const improvement = improvementOf(paired);
  const worse = paired.cases.filter((index) => improvement(index) < -tie);
  const worst = firstOf(
    worse,
    count,
    (a, b) => improvement(a) - improvement(b) || byText(caseId(paired, a), caseId(paired, b)),
  );
  return worst.map((index) => caseId(paired, index));
}

/** How far the cases of one model fell, by their indexes. */
interface Falls {
  /** As a share of the metric's range, of the metric that fell most; 0 where none did. */
  most: Float64Array;
  /** Which of the pairs that was, and which was the first that fell. */
  by: Uint32Array;
  first: Uint32Array;
}

/** A case and the pair that it fell most in. */
interface Fall {
  index: number;
  paired: PairedValues;
  share: number;
}

/**
 * The cases that got worst over all score metrics, at most 100, and how many there are in all; a case counts once a
 * model, by the metric that fell most.
 */
export function worstRegressions(
  observations: Observations,
  metrics: readonly Metric[],
  pairings: readonly ModelPairing[],
): { regressions: Regression[]; regressed: number } {
  const all = metrics.flatMap((metric) =>
    pairings.map((pairing) => pairValues(observations, metric, pairing, null)),
  );
  const falls = fallsByModel(all);
  const worst = firstOf(
    inOrder(all, falls),
    mostKept,
    (a, b) => b.share - a.share || byText(caseId(a.paired, a.index), caseId(b.paired, b.index)),
  );
  const regressed = [...falls.values()].reduce(
    (sum, { most }) => sum + most.reduce((count, share) => (share > 0 ? count + 1 : count), 0),
    0,
  );
  return { regressions: worst.map(regressionOf), regressed };
}

function fallsByModel(all: readonly PairedValues[]): Map<string, Falls> {
  const falls = new Map<string, Falls>();
  for (const [pair, paired] of all.entries()) {
    const { length } = paired.observed;
    const { most, by, first } = falls.get(paired.model) ?? noFalls(length);
    falls.set(paired.model, { most, by, first });
    // Points of ten and points of one are compared as shares of their range.
    const [low, high] = paired.metric.range ?? [0, 1];
    const improvement = improvementOf(paired);
    for (const index of paired.cases) {
      const delta = improvement(index);
      const share = -delta / (high - low);
      const known = most[index] ?? 0;
      if (!(delta < -tie && share > known)) continue;
      most[index] = share;
      by[index] = pair;
      if (known === 0) first[index] = pair;
    }
  }
  return falls;
}

function noFalls(cases: number): Falls {
  return { most: new Float64Array(cases), by: new Uint32Array(cases), first: new Uint32Array(cases) };
}

/** Each case that fell, once a model, in the order in which the pairs show them. */
function* inOrder(all: readonly PairedValues[], falls: ReadonlyMap<string, Falls>): Generator<Fall> {
  for (const [pair, { model, cases }] of all.entries()) {
    const { most, by, first } = falls.get(model) ?? noFalls(0);
    for (const index of cases) {
      const share = most[index] ?? 0;
      const paired = all[by[index] ?? 0];
      if (share > 0 && first[index] === pair && paired) yield { index, paired, share };
    }
  }
}

function regressionOf({ index, paired }: Fall): Regression {
  return {
    case: caseId(paired, index),
    model: paired.model,
    metric: paired.metric.id,
    delta: improvementOf(paired)(index),
    baseline: paired.baseline.mean(index),
    candidate: paired.candidate.mean(index),
  };
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
