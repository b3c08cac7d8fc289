import { confidence, type Shipped } from '../shipped.ts';
import { chanceOfAtMost } from '../sums.ts';

/** A world in which nearly every case scores as before, and a few fall by `depth` of the whole range. */
export interface CollapseWorld {
  cases: number;
  depth: number;
}

export interface WorstCollapse {
  rate: number;
  depth: number;
  /** The most collapses that a run may show and still pass. */
  collapses: number;
  /** The margin, and the true drop, at which that is most likely. */
  margin: number;
}

/** With more collapses than this in a run, the chance only gets smaller. */
const mostCollapses = 12;

/**
 * Method B against rare collapses, by exact sums: a run with at most k of them passes every margin beyond its bound, so a
 * true drop just beyond the bound is promoted with P(at most k collapses). The worst of all k and depths, whatever the margin.
 */
export function worstCollapse(
  shipped: Pick<Shipped, 'worstCaseLowerBound'>,
  cases: number,
  depths: readonly number[],
): WorstCollapse {
  let worst: WorstCollapse = { rate: 0, depth: 1, collapses: 0, margin: 0 };
  for (const depth of depths) {
    for (let collapses = 0; collapses <= Math.min(mostCollapses, cases); collapses++) {
      const bound = shipped.worstCaseLowerBound(differences({ cases, depth }, collapses), -1, confidence);
      const chance = -bound / depth;
      if (chance >= 1) continue;
      const rate = chanceOfAtMost(collapses, cases, chance);
      if (rate > worst.rate) worst = { rate, depth, collapses, margin: -bound };
    }
  }
  return worst;
}

/** The same for a plain t interval, which has no width where nothing differs, and so passes every margin. */
export function plainTPromotes(shipped: Pick<Shipped, 'pairedT'>, cases: number, margin: number): number {
  const passes = (collapses: number) => {
    const seen = differences({ cases, depth: 1 }, collapses);
    const answer = shipped.pairedT({ differences: seen, margin, confidence });
    return answer === null ? collapses === 0 : answer.lowOneSided > -margin;
  };
  let most = -1;
  while (most < cases && passes(most + 1)) most++;
  return chanceOfAtMost(most, cases, margin);
}

function differences({ cases, depth }: CollapseWorld, collapses: number): number[] {
  return Array.from({ length: cases }, (_, index) => (index < collapses ? -depth : 0));
}
