import type { Claim } from '../claim.ts';
import type { Shipped } from '../shipped.ts';

export interface Effort {
  /** Monte Carlo draws a world. */
  draws: number;
  /** Of method A; the other sections have counts of their own. */
  caseCounts: readonly number[];
}

/** What one part of the simulation found out. */
export interface Section {
  title: string;
  lines: string[];
  claims: Claim[];
}

export type Measure = (shipped: Shipped, effort: Effort) => Section;
