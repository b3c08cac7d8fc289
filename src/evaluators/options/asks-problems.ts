import { isJsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';

/** What is wrong with what people are asked in an evaluator's place. */
export function asksProblems(asks: unknown, field: string): Problem[] {
  if (asks === undefined) return [];
  const scores: unknown[] | undefined =
    isJsonObject(asks) && typeof asks.question === 'string' && Array.isArray(asks.scores)
      ? asks.scores
      : undefined;
  if (scores?.every(isLevel)) return [];
  return [
    {
      field,
      message: 'is no question that people could answer',
      expected:
        '{ question: "Is it kind?", scores: [{ score: 1, means: "rude" }, { score: 5, means: "kind" }] }',
    },
  ];
}

function isLevel(level: unknown): boolean {
  if (!isJsonObject(level)) return false;
  const { score, means } = level;
  return Number.isFinite(score) && (means === undefined || typeof means === 'string');
}
