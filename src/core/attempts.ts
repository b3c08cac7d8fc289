import type { GateStatus } from './verdict.ts';

/** Whether attempts against the same cases are only counted, or make every gate stricter. */
export type AttemptMode = 'counted' | 'corrected';

/** Which attempt against these cases a run is, from 1 on, and whether its gates are stricter for that. */
export interface Attempt {
  number: number;
  mode: AttemptMode;
}

/** What the ledger had seen when a run was judged. */
export interface EarlierAttempts extends Record<GateStatus, number> {
  /** Lines of the ledger that cannot be read. Each may have been against these cases, so it counts. */
  unreadable: number;
  /** Against other cases of the same prompt; they don't count. */
  elsewhere: number;
}

/** `attempts` of run.json. */
export interface AttemptHistory {
  mode: AttemptMode;
  /** The digest of the cases that attempts are counted by. */
  cases: string;
  earlier: EarlierAttempts;
  /**
   * If all of these attempts had been bad candidates at the limit: the chance that at least one of them passes. For
   * `corrected` what they have spent together, which stays below the α of one gate. null where no gate proves anything.
   */
  falsePass: number | null;
  /** How many different candidates these attempts were of, this one included. Absent from runs of older versions. */
  candidates?: number;
  /** The run that tried this candidate first, where this one took every answer from a cache: it is no further attempt. */
  again?: string;
}

/** What the ledger knows of earlier attempts against the same cases. */
export interface KnownAttempts {
  earlier: EarlierAttempts;
  /** By the candidate's digest, the run that tried it first. Absent where nobody looked. */
  tried?: ReadonlyMap<string, string>;
}

export function countEarlier({ pass, fail, inconclusive, unreadable }: EarlierAttempts): number {
  return pass + fail + inconclusive + unreadable;
}
