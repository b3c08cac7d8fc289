import type { Json } from '../../core/json.ts';
import type { PairRecord } from '../../core/pair.ts';
import type { TrialRecord } from '../../core/trial.ts';

/** The details of some neighbouring rows; null for a row of which only the scores are kept. */
export type CaseBlock = (CaseRow | null)[];

/** The same as it stands in a page. */
export interface PackedBlock {
  texts: string[];
  rows: (PackedRow | null)[];
}

/** A row whose long texts stand among those of its block: by their paths, which of these each is. */
export interface PackedRow extends CaseRow {
  long?: [path: (string | number)[], text: number][];
}

/** What a page keeps of a row: what its files have, with what is sensitive hidden. */
export interface CaseRow {
  /** Absent where the case is lost. */
  variables?: Record<string, Json>;
  expected?: Json;
  /** Of each arm in the order of its repeats, the baseline's first. */
  trials: TrialRecord[];
  /** What was said of both arms' answers. */
  pairs?: PairRecord[];
}

/** The same as it is shown. */
export interface CaseDetail {
  variables: ShownValue[];
  expected: ShownValue[];
  /** With the scores that came of comparing. */
  trials: TrialRecord[];
}

export interface ShownValue {
  name: string;
  text: string;
}
