import { isJsonObject, type JsonObject } from './json.ts';
import type { Score } from './score.ts';
import type { TrialRecord } from './trial.ts';

/**
 * Whether a line of trials.jsonl holds what is counted of a trial: where it belongs, how it ended, its scores and
 * amounts. The file is one that anyone can write.
 */
export function isTrialRecord(line: unknown): line is TrialRecord {
  if (!isJsonObject(line)) return false;
  const { arm, case: testCase, model, repeat, status, completion, scores, judge } = line;
  return (
    (arm === 'baseline' || arm === 'candidate') &&
    typeof testCase === 'string' &&
    typeof model === 'string' &&
    Number.isSafeInteger(repeat) &&
    Array.isArray(scores) &&
    scores.every(isScore) &&
    (judge === undefined || isJudgeRecord(judge)) &&
    (status === 'failed' ? completion === undefined : status === 'completed' && isMeasured(completion))
  );
}

function isScore(value: unknown): value is Score {
  if (!isJsonObject(value) || typeof value.metric !== 'string') return false;
  return 'value' in value ? Number.isFinite(value.value) : typeof value.unscored === 'string';
}

export function isMeasured(completion: unknown): boolean {
  if (!isJsonObject(completion)) return false;
  const { costUsd, latencyMs, lagMs = null, usage, dropped = [] } = completion;
  return (
    isAmount(costUsd) &&
    isAmount(latencyMs) &&
    isAmount(lagMs) &&
    Array.isArray(dropped) &&
    dropped.every((name) => typeof name === 'string') &&
    (usage === null || (isJsonObject(usage) && isAmount(usage.inputTokens) && isAmount(usage.outputTokens)))
  );
}

export function isJudgeRecord(value: unknown): boolean {
  if (!isJsonObject(value) || !isJudgeSpend(value)) return false;
  const { by = {} } = value;
  return isJsonObject(by) && Object.values(by).every((part) => isJsonObject(part) && isJudgeSpend(part));
}

function isJudgeSpend({ calls, usd, unpriced, cached = 0 }: JsonObject): boolean {
  return [calls, usd, unpriced, cached].every((amount) => amount !== null && isAmount(amount));
}

function isAmount(value: unknown): boolean {
  return value === null || (typeof value === 'number' && Number.isFinite(value) && value >= 0);
}
