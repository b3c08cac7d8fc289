import { type CacheMode, readsCache, writesCache } from '../core/cache-mode.ts';
import {
  type AnswerCache,
  type AskedQuestion,
  answerKey,
  drawOf,
  type KeptAnswer,
} from '../runner/answer-cache.ts';
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
  const read = (question: AskedQuestion, draw: number | string) =>
    readAnswer(folder, answerKey(question, draw, tool));
  const write = (question: AskedQuestion, draw: number | string, answer: Omit<KeptAnswer, 'askedAt'>) =>
    writeAnswer(folder, answerKey(question, draw, tool), { ...answer, askedAt: new Date().toISOString() });
  return {
    async find(trial, question) {
      if (!readsCache(mode) || live.has(trial.case.id)) return null;
      return read(question, drawOf(trial, plan));
    },
    async keep(trial, question, answer) {
      if (writesCache(mode)) await write(question, drawOf(trial, plan), answer);
    },
    repliesAbout(subject) {
      const repeat = 'arm' in subject ? drawOf(subject, plan) : subject.repeat;
      // A text has one vector, whoever asks for it.
      const drawn = ({ embed }: AskedQuestion, draw: number) =>
        embed ? 'vector' : `judge ${repeat} ${draw}`;
      return {
        // Also about cases that are asked for live: nobody times a judge.
        find: async (question, draw) => (readsCache(mode) ? read(question, drawn(question, draw)) : null),
        async keep(question, draw, answer) {
          if (writesCache(mode)) await write(question, drawn(question, draw), answer);
        },
      };
    },
  };
}
