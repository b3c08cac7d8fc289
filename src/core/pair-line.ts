import { isJsonObject } from './json.ts';
import { type PairRecord, type PairReply, type PairScore, pairValue } from './pair.ts';
import { isJudgeRecord } from './trial-line.ts';

/** Whether a line of trials.jsonl is about a pair, and its values are what its replies come to. Anyone can write the file. */
export function isPairRecord(line: unknown): line is PairRecord {
  if (typeof line !== 'object' || line === null) return false;
  const { pair, case: testCase, repeat, scores, judge }: Partial<Record<string, unknown>> = { ...line };
  return (
    typeof pair === 'string' &&
    typeof testCase === 'string' &&
    Number.isSafeInteger(repeat) &&
    Array.isArray(scores) &&
    scores.every(isPairScore) &&
    (judge === undefined || isJudgeRecord(judge))
  );
}

function isPairScore(value: unknown): value is PairScore {
  if (!isJsonObject(value) || typeof value.metric !== 'string') return false;
  if (!('value' in value)) return typeof value.unscored === 'string';
  const { replies } = value;
  if (replies === undefined) return [0, 0.5, 1].some((known) => known === value.value);
  if (!Array.isArray(replies) || replies.length !== 2) return false;
  const [one, other]: unknown[] = replies;
  return (
    isReply(one) && isReply(other) && one.first !== other.first && pairValue([one, other]) === value.value
  );
}

function isReply(value: unknown): value is PairReply {
  if (typeof value !== 'object' || value === null) return false;
  const { first, chose, reason }: Partial<Record<string, unknown>> = { ...value };
  return (
    (first === 'baseline' || first === 'candidate') &&
    (chose === 'baseline' || chose === 'candidate' || chose === 'tie') &&
    (reason === undefined || typeof reason === 'string')
  );
}
