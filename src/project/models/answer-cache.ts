import { type CacheMode, readsCache, writesCache } from '../../core/cache-mode.ts';
import type { PlannedTrial } from '../../core/trial.ts';
import {
  type AnswerCache,
  type AskedQuestion,
  answerKey,
  drawOf,
  type KeptAnswer,
  settingDigest,
} from '../../runner/answer-cache.ts';
import type { TrialPlan } from '../../runner/plan-trials.ts';
import type { TrackedFiles } from '../opening/tracked-files.ts';
import { answerFile, readAnswer, UnkeptAnswer, writeAnswer } from './answer-files.ts';

export interface CacheSettings {
  folder: string;
  mode: CacheMode;
  tool: string;
  /** Of whose files no answer is taken: whoever commits one chooses what a model said. Absent where nothing is refused. */
  committed?: Pick<TrackedFiles, 'holds'> | undefined;
}

/** Answers that are not what they could be, which concerns no other. */
interface CacheReport {
  /** One could not be kept, for a reason of its own place: the run has it all the same. */
  onUnkept?(problem: UnkeptAnswer): void;
  /** One is there and not taken, because it is committed. */
  onCommitted?(): void;
}

/**
 * The cache as one run uses it; undefined where it does not.
 *
 * @param live cases that are asked for whatever is kept of them
 */
export function createAnswerCache(
  { folder, mode, tool, committed }: CacheSettings,
  plan: TrialPlan,
  live: ReadonlySet<string>,
  { onUnkept, onCommitted }: CacheReport = {},
): AnswerCache | undefined {
  if (mode === 'off') return undefined;
  const settings = new Map<string, string>();
  /** The same for all trials of an arm on a model. */
  const settingOf = ({ arm, settings: { id } }: PlannedTrial, question: AskedQuestion) => {
    const lane = `${arm.name} ${id}`;
    const setting = settings.get(lane) ?? settingDigest(question, tool);
    settings.set(lane, setting);
    return setting;
  };
  const keyOfTrial = (trial: PlannedTrial, question: AskedQuestion) =>
    answerKey(settingOf(trial, question), question.request.messages, drawOf(trial, plan));
  const keyOfReply = (question: AskedQuestion, draw: string) =>
    answerKey(settingDigest(question, tool), question.request.messages, draw);
  const write = (key: string, answer: Omit<KeptAnswer, 'askedAt'>) => {
    try {
      writeAnswer(folder, key, { ...answer, askedAt: new Date().toISOString() });
    } catch (error) {
      if (!(error instanceof UnkeptAnswer) || error.isDiskFull) throw error;
      onUnkept?.(error);
    }
  };
  const read = (key: string): KeptAnswer | null => {
    const answer = readsCache(mode) ? readAnswer(folder, key) : null;
    if (answer === null || !committed?.holds(answerFile(folder, key))) return answer;
    onCommitted?.();
    return null;
  };
  return {
    find: async (trial, question) => (live.has(trial.case.id) ? null : read(keyOfTrial(trial, question))),
    async keep(trial, question, answer) {
      if (writesCache(mode)) write(keyOfTrial(trial, question), answer);
    },
    repliesAbout(subject) {
      const repeat = 'arm' in subject ? drawOf(subject, plan) : subject.repeat;
      // A text has one vector, whoever asks for it.
      const drawn = ({ embed }: AskedQuestion, draw: number) =>
        embed ? 'vector' : `judge ${repeat} ${draw}`;
      return {
        // Also about cases that are asked for live: nobody times a judge.
        find: async (question, draw) => read(keyOfReply(question, drawn(question, draw))),
        async keep(question, draw, answer) {
          if (writesCache(mode)) write(keyOfReply(question, drawn(question, draw)), answer);
        },
      };
    },
  };
}
