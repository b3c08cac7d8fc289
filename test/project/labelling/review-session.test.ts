import { describe, expect, it } from 'vitest';
import { claimOf } from '../../../src/core/answer-review.ts';
import type { Metric } from '../../../src/core/score.ts';
import { questionOf } from '../../../src/labelling/shared/question.ts';
import { isReviewed, readReviews, reviewSession } from '../../../src/project/labelling/review-session.ts';
import type { ReviewedAnswer } from '../../../src/project/labelling/reviewed-answers.ts';
import { openReviews } from '../../../src/project/scoring/open-reviews.ts';
import { putReviewList, reviewProblems, reviewsChanged } from '../../../src/registry/review-list.ts';
import { createMemoryStore } from '../../registry/memory-store.ts';
import { armOf, publish, runFor } from '../../registry/records.ts';

const signoff: Metric = { id: 'signoff', better: 'higher', kind: 'binary', range: [0, 1] };
const answers = ['a', 'b'].map(
  (id): ReviewedAnswer => ({
    id,
    subject: `sha256:${id.repeat(64)}`,
    case: `case-${id}`,
    text: 'x',
    prompts: [`sha256:${'0'.repeat(64)}`],
  }),
);

async function open(store = createMemoryStore(), name = 'ana') {
  const signed: string[] = [];
  const port = {
    async sign(_: string, digest: string) {
      signed.push(digest);
      return { key: 'k', signature: 's' };
    },
  };
  const before = await readReviews({ store }, 'triage', answers);
  const who = { name, assurance: 'claimed', by: 'git' } as const;
  const session = reviewSession(
    { store },
    port,
    { prompt: 'triage', metric: signoff, run: 'r', answers, who },
    {
      items: answers.map(({ id }) => ({ id, input: [], expected: '', answer: id })),
      before,
      about: {
        prompt: 'triage',
        metric: 'signoff',
        run: 'r',
        question: questionOf({ metric: 'signoff', kind: 'binary', range: [0, 1] }),
        by: name,
        isBySettled: true,
        next: '',
      },
    },
  );
  const give = (id: string, value: number | null, note = '') => session.give({ id, value, note, by: name });
  const read = () => readReviews({ store }, 'triage', answers);
  const find = (id: string) => openReviews(store, 'triage', 'r').find(`sha256:${id.repeat(64)}`);
  return { store, session, give, read, find, signed };
}

describe('reviews that are given on the page', () => {
  it('are records that say who, of which answer, where, and are signed', async () => {
    const { give, find, signed } = await open();
    await give('a', 1, 'fine');
    const [review] = await find('a');
    expect(review).toMatchObject({
      ...{ metric: 'signoff', seq: 1, value: 1, note: 'fine', run: 'r', case: 'case-a', by: 'ana' },
      ...{ identity: { assurance: 'claimed', by: 'git' }, signature: { key: 'k', signature: 's' } },
    });
    expect(signed).toEqual([review && claimOf(review)]);
  });

  it('are never written over, and said twice only where it is something else', async () => {
    const { give, find, session } = await open();
    for (const value of [1, 1, 0, null]) await give('a', value);
    expect((await find('a')).map(({ value }) => value)).toEqual([1, 0, null]);
    expect(session.state().items).toMatchObject([{ value: null }, { value: null }]);
    expect(isReviewed(await find('a'))).toBe(false);
  });

  it('do not show what others said', async () => {
    const { store, give } = await open();
    await give('a', 0, 'bad');
    const { session, read, give: alsoGive } = await open(store, 'ben');
    expect(session.state().items).toEqual([
      { id: 'a', value: null, note: '' },
      { id: 'b', value: null, note: '' },
    ]);
    await alsoGive('a', 1);
    expect([...(await read()).values()].map((reviews) => reviews.map(({ by }) => by))).toEqual([
      ['ana', 'ben'],
      [],
    ]);
    expect((await open(store)).session.state().items).toMatchObject([
      { value: 0, note: 'bad' },
      { value: null },
    ]);
  });

  it('are all kept where several people give them at once', async () => {
    const { store, give, find } = await open();
    const others = await Promise.all(['ben', 'cho', 'dan'].map((name) => open(store, name)));
    await Promise.all([give('a', 1), ...others.map((other) => other.give('a', 0))]);
    expect((await find('a')).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });
});

describe('what a release rests on', () => {
  it('is what people had said of every answer, whether or not anybody had', async () => {
    const { store, give } = await open();
    await give('a', 1);
    const reviews = openReviews(store, 'triage', 'r');
    expect(reviews.used()).toBeNull();
    for (const { subject } of answers) await reviews.find(subject);
    const evidence = reviews.used();
    expect(evidence).toMatchObject({ count: 1, by: ['ana'] });
    await putReviewList(store, reviews.list());
    const run = {
      ...runFor(armOf(await publish(store, 'one')), null),
      ...(evidence && { reviews: evidence }),
    };
    expect(await reviewsChanged(store, run)).toBe(false);
    expect(await reviewProblems(store, run)).toEqual([]);

    await give('b', 0);
    expect(await reviewsChanged(store, run)).toBe(true);
    // Said later: what the release rested on is still there.
    expect(await reviewProblems(store, run)).toEqual([]);
    for (const key of [...store.entries.keys()]) if (key.includes('aaaa')) store.entries.delete(key);
    expect(await reviewProblems(store, run)).toEqual([
      'rests on reviews of an answer that are not kept as they were',
    ]);
    store.entries.delete(`blobs/sha256/${evidence?.digest.replace('sha256:', '')}`);
    expect((await reviewProblems(store, run))[0]).toContain('is not kept');
    await expect(reviewsChanged(store, run)).rejects.toThrow('is not kept');
  });
});
