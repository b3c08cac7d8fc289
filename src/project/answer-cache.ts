import { type CacheMode, readsCache, writesCache } from '../core/cache-mode.ts';
import { type AnswerCache, answerKey, drawOf } from '../runner/answer-cache.ts';
import type { TrialPlan } from '../runner/plan-trials.ts';
import { readAnswer, writeAnswer } from './answer-files.ts';

export interface CacheSettings {
  folder: string;
  mode: CacheMode;
  tool: string;
}

/**
 * The cache as one run uses it; undefined where it does not.
 *
 * @param live cases that are asked for whatever is kept of them
 */
export function createAnswerCache(
  { folder, mode, tool }: CacheSettings,
  plan: TrialPlan,
  live: ReadonlySet<string>,
): AnswerCache | undefined {
  if (mode === 'off') return undefined;
  const { baseline, candidate, repeats } = plan;
  const draws = { isSame: baseline?.digest === candidate.digest, repeats };
  return {
    async find(trial, question) {
      if (!readsCache(mode) || live.has(trial.case.id)) return null;
      return readAnswer(folder, answerKey(question, drawOf(trial, draws), tool));
    },
    async keep(trial, question, answer) {
      if (!writesCache(mode)) return;
      const key = answerKey(question, drawOf(trial, draws), tool);
      await writeAnswer(folder, key, { ...answer, askedAt: new Date().toISOString() });
    },
  };
}
