import type { Json } from '../../core/json.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { answerText } from '../shared/answer-text.ts';
import type { CaseDetail, CaseRow, ShownValue } from '../shared/case-detail.ts';
import { withPairs } from '../shared/pair-scores.ts';

/** A row as it is shown. Anyone can write the files that it comes from, so what should be a text may be something else. */
export function caseDetail({ variables = {}, expected, trials, pairs = [] }: CaseRow): CaseDetail {
  return {
    variables: Object.entries(variables).map(([name, value]) => shownValue(name, value)),
    expected: expected === undefined ? [] : [shownValue('expected', expected)],
    trials: trials.map((trial) => shownTrial(withPairs(trial, pairs))),
  };
}

function shownValue(name: string, value: Json): ShownValue {
  return { name, text: typeof value === 'string' ? value : JSON.stringify(value, null, 2) };
}

function shownTrial({ completion, failure, ...rest }: TrialRecord): TrialRecord {
  return {
    ...rest,
    ...(completion && { completion: { ...completion, text: answerText(completion) } }),
    ...(failure && { failure: { code: String(failure.code), message: String(failure.message) } }),
  };
}
