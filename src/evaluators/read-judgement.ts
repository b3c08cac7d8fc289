import { isJsonObject } from '../core/json.ts';
import { parseStrictJson } from './strict-json.ts';

export interface Judgement {
  score: number;
  reason: string;
}

const fenced = /```(?:json)?\s*(\{[\s\S]*\})\s*```/;

/** What a judge said, in a code fence or not; undefined where it is no score of the scale. */
export function readJudgement(reply: string, scores: readonly number[]): Judgement | undefined {
  const parsed = parseStrictJson(fenced.exec(reply)?.[1] ?? reply);
  if (!parsed.ok || !isJsonObject(parsed.value)) return undefined;
  const { score, reason } = parsed.value;
  if (typeof score !== 'number' || !scores.includes(score)) return undefined;
  return { score, reason: typeof reason === 'string' ? reason : '' };
}
