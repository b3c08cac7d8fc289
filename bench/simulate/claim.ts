/** A measured chance, and what it was promised to be. */
export interface Claim {
  what: string;
  rate: number;
  /** A false promotion must not be more likely than this, or a deserved one not less. Null: nothing is promised. */
  atMost?: number;
  atLeast?: number;
  /** Absent for an exact sum. */
  draws?: number;
}

/** What adding up floats may get wrong. */
const rounding = 1e-9;

/** Of correct promises at their very limit, one Monte Carlo figure in 740 lies further off than this many standard errors. */
const standardErrors = 3;

/** How far a figure may be off its promise by chance alone. */
export function tolerance(promised: number, draws: number | undefined): number {
  return draws === undefined ? rounding : standardErrors * Math.sqrt((promised * (1 - promised)) / draws);
}

export function isBroken({ rate, atMost, atLeast, draws }: Claim): boolean {
  if (Number.isNaN(rate)) return true;
  if (atMost !== undefined && rate > atMost + tolerance(atMost, draws)) return true;
  return atLeast !== undefined && rate < atLeast - tolerance(atLeast, draws);
}
