import type { Completion } from '../../core/completion.ts';
import type { TrialRecord } from '../../core/trial.ts';

/** Where a text stands in its block; a text that occurs several times stands there once. */
export type TextIndex = number;

/** The details of some neighbouring rows. */
export interface CaseBlock {
  texts: string[];
  /** null for a row of which only the scores are kept. */
  rows: (CaseDetail | null)[];
}

export interface CaseDetail {
  variables: StoredValue[];
  expected?: StoredValue;
  trials: StoredTrial[];
}

/** A value by its text; `json` where the text is how JSON writes it. */
export interface StoredValue {
  name: string;
  text: TextIndex;
  json?: true;
}

/** A line of trials.jsonl with its longer texts taken out. */
export interface StoredTrial extends Omit<TrialRecord, 'case' | 'completion' | 'scores' | 'failure'> {
  completion?: Omit<Completion, 'text'> & { text: TextIndex };
  failure?: { code: string; message: TextIndex };
  scores: StoredScore[];
}

export type StoredScore =
  | { metric: string; value: number; reason?: TextIndex }
  | { metric: string; unscored: TextIndex };
