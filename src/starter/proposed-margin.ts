import { exactMinimumCases } from '../statistics/exact-minimum-cases.ts';
import { marginStep } from '../statistics/provable-margin.ts';

/** Wider than this, a margin lets too much through to be proposed. */
const widest = 0.2;

/**
 * The smallest readable margin that this many pass/fail cases can prove at 95 % where nothing flips; null where no
 * margin that is worth having would do.
 */
export function proposedMargin(cases: number): number | null {
  for (let step = 1; step * marginStep <= widest; step++) {
    const margin = Number((step * marginStep).toFixed(3));
    if (exactMinimumCases(margin, 0.95) <= cases) return margin;
  }
  return null;
}
