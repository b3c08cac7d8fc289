import { type AnswerReview, claimOf, standingReviews } from '../../core/answer-review.ts';
import { InputError } from '../../core/errors.ts';
import type { Identity } from '../../core/identity.ts';
import type { Metric } from '../../core/score.ts';
import type { LabelSession } from '../../labelling/session.ts';
import type { GivenLabel, LabelItem, LabelReceipt, LabelState } from '../../labelling/shared/label-task.ts';
import { addAnswerReview, listAnswerReviews, readAnswerReview } from '../../registry/answer-reviews.ts';
import type { OwnersPort } from '../../release/ports.ts';
import { inTurn } from '../opening/in-turn.ts';
import type { Project } from '../opening/open-project.ts';
import type { ReviewedAnswer } from './reviewed-answers.ts';

export interface ReviewTask {
  prompt: string;
  metric: Metric;
  run: string;
  answers: readonly ReviewedAnswer[];
  who: Identity;
}

/** What was said of each answer before. */
export async function readReviews(
  { store }: Pick<Project, 'store'>,
  prompt: string,
  answers: readonly ReviewedAnswer[],
): Promise<Map<string, AnswerReview[]>> {
  const keys = await listAnswerReviews(store, prompt);
  const reviews = new Map<string, AnswerReview[]>();
  for (const { subject } of answers) {
    const records = await Promise.all((keys.get(subject) ?? []).map((key) => readAnswerReview(store, key)));
    reviews.set(subject, records);
  }
  return reviews;
}

/** Whether somebody has said something of it that stands. */
export function isReviewed(reviews: readonly AnswerReview[] | undefined): boolean {
  return standingReviews(reviews ?? []).length > 0;
}

/** Adds what one person says of one answer to the registry. */
export function reviewer(project: Pick<Project, 'store'>, port: Pick<OwnersPort, 'sign'>, task: ReviewTask) {
  const { prompt, metric, run, who } = task;
  return ({ subject, case: testCase, prompts }: ReviewedAnswer, value: number | null, note: string) =>
    addAnswerReview(project.store, { prompt, subject }, async (seq) => {
      const review: AnswerReview = {
        v: 1,
        prompt,
        metric: metric.id,
        subject,
        seq,
        value,
        note: note === '' ? null : note,
        run,
        case: testCase,
        prompts,
        by: who.name,
        identity: { assurance: who.assurance, by: who.by },
        signature: null,
        at: new Date().toISOString(),
      };
      return { ...review, signature: await port.sign('answer-review', claimOf(review)) };
    });
}

/** The page's labels are reviews of this person: others' stay unseen, and nothing is written over. */
export function reviewSession(
  project: Pick<Project, 'store'>,
  port: Pick<OwnersPort, 'sign'>,
  task: ReviewTask,
  {
    items,
    before,
    about,
  }: {
    items: readonly LabelItem[];
    before: ReadonlyMap<string, readonly AnswerReview[]>;
    about: Omit<LabelState, 'items'>;
  },
): LabelSession {
  const record = reviewer(project, port, task);
  const byId = new Map(task.answers.map((answer) => [answer.id, answer]));
  const texts = new Map(items.map((item) => [item.id, item]));
  const said = new Map<string, { value: number | null; note: string }>();
  for (const { id, subject } of task.answers) {
    const mine = before.get(subject)?.findLast(({ by }) => by === task.who.name);
    said.set(id, { value: mine?.value ?? null, note: mine?.note ?? '' });
  }
  const state = (): LabelState => ({
    ...about,
    items: task.answers.map(({ id }) => ({ id, ...(said.get(id) ?? { value: null, note: '' }) })),
  });
  async function give({ id, value, note }: GivenLabel): Promise<LabelReceipt> {
    const answer = byId.get(id);
    if (answer === undefined) throw new InputError({ field: 'id', message: 'is no answer of this page' });
    const last = said.get(id);
    if (last?.value !== value || last.note !== note) await record(answer, value, note);
    said.set(id, { value, note });
    return { notice: null };
  }
  return { state, item: (id) => texts.get(id), give: inTurn(give) };
}
