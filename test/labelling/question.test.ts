import { describe, expect, it } from 'vitest';
import { countLabelled, nextUnlabelled } from '../../src/labelling/shared/progress.ts';
import { questionOf } from '../../src/labelling/shared/question.ts';

describe('what a person is asked', () => {
  it('is answered by yes and no where the metric knows nothing else', () => {
    const { text, choices } = questionOf({ metric: 'quality', kind: 'binary', range: [0, 1] });
    expect(text).toBe('How does this answer do on "quality"?');
    expect(choices?.map(({ keys, value }) => [keys, value])).toEqual([
      [['y', '1'], 1],
      [['n', '0'], 0],
    ]);
  });

  it('is answered by the steps of the scale, each by its digit, ten by t', () => {
    const scores = Array.from({ length: 11 }, (_, score) => ({
      score,
      ...(score === 0 && { means: 'rude' }),
    }));
    const asks = { question: 'How kind?', scores };
    const { choices } = questionOf({ metric: 'kind', kind: 'score', range: [0, 10], asks });
    expect(choices?.map(({ keys }) => keys[0])).toEqual([...'0123456789', 't']);
    expect(choices?.[0]?.means).toBe('rude');
  });

  it('has no keys for what no digit says, and a field where there are no steps', () => {
    const asks = { question: 'How kind?', scores: [{ score: -1 }, { score: 12 }] };
    const { choices } = questionOf({ metric: 'kind', kind: 'score', range: [-1, 12], asks });
    expect(choices?.map(({ keys }) => keys)).toEqual([[], []]);
    expect(questionOf({ metric: 'f1', kind: 'score', range: [0, 1] }).choices).toBeNull();
  });
});

describe('where labelling goes on', () => {
  const items = [1, null, 0, null].map((value, index) => ({ id: String(index), value, note: '' }));

  it.each<[number, number | undefined]>([
    [0, 1],
    [2, 3],
    [4, 1],
  ])('from %i on it is at %s', (from, expected) => {
    expect(nextUnlabelled(items, from)).toBe(expected);
  });

  it('is nowhere where all have a label', () => {
    expect(nextUnlabelled([{ id: 'a', value: 0, note: '' }], 0)).toBeUndefined();
    expect(nextUnlabelled([], 0)).toBeUndefined();
    expect(countLabelled(items)).toBe(2);
  });
});
