import type { CaseDetail, StoredScore, StoredTrial, StoredValue } from '../shared/case-detail.ts';
import type { Row } from './row.ts';
import type { TextOf } from './trial-words.ts';

/** A case and its trials as their files have them. */
export function rawCase(row: Row, { variables, expected, trials }: CaseDetail, textOf: TextOf): unknown {
  return {
    case: row.case,
    model: row.model,
    slices: row.slices,
    critical: row.critical,
    variables: Object.fromEntries(variables.map((value) => [value.name, rawValue(value, textOf)])),
    ...(expected && { expected: rawValue(expected, textOf) }),
    trials: trials.map((trial) => rawTrial(trial, textOf)),
  };
}

function rawValue({ text, json }: StoredValue, textOf: TextOf): unknown {
  return json ? JSON.parse(textOf(text)) : textOf(text);
}

function rawTrial({ completion, failure, scores, ...rest }: StoredTrial, textOf: TextOf): unknown {
  return {
    ...rest,
    ...(completion && { completion: { ...completion, text: textOf(completion.text) } }),
    ...(failure && { failure: { code: failure.code, message: textOf(failure.message) } }),
    scores: scores.map((score) => rawScore(score, textOf)),
  };
}

function rawScore(score: StoredScore, textOf: TextOf): unknown {
  if ('unscored' in score) return { ...score, unscored: textOf(score.unscored) };
  return score.reason === undefined ? score : { ...score, reason: textOf(score.reason) };
}
