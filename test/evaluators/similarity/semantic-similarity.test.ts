import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import type { AskJudge } from '../../../src/core/judge.ts';
import { encodeVector } from '../../../src/core/vector.ts';
import { semanticSimilarity } from '../../../src/evaluators/similarity/semantic-similarity.ts';
import { contextOf, scoreIn } from '../context.ts';

const model = 'openai/text-embedding-3-small';

/** A model that knows these texts; it turns any other into a vector at a right angle to them. */
const known: Record<string, number[]> = {
  'the parcel is late': [1, 0, 0],
  'the box has not come yet': [3, 4, 0],
  'das Paket 📦 kommt später': [0.6, 0.8, 0],
  no: [-1, 0, 0],
  short: [1, 0],
  zeros: [0, 0, 0],
};

function asking(
  answers: (text: string) => string | Promise<string> = (text) => encodeVector(vectorOf(text)),
) {
  const asked: string[] = [];
  const ask: AskJudge = async ({ messages, embed }) => {
    const text = messages[0]?.content ?? '';
    expect(embed).toBe(true);
    asked.push(text);
    return answers(text);
  };
  return { ask, asked };
}

function vectorOf(text: string): number[] {
  return known[text] ?? [0, 0, 1];
}

async function outcome(text: string, expected: Json | undefined, options: object = {}) {
  const evaluator = semanticSimilarity({ model, ...options });
  const score = await scoreIn(evaluator, { ...contextOf(text, expected), ask: asking().ask });
  return 'unscored' in score ? score.unscored : score.value;
}

describe('semanticSimilarity', () => {
  it.each<[string, Json | undefined, object, number | string]>([
    ['the box has not come yet', 'the parcel is late', {}, 0.6],
    ['das Paket 📦 kommt später', 'the box has not come yet', {}, 1],
    ['no', 'the parcel is late', {}, 0],
    ['something else', 'the parcel is late', {}, 0],
    ['the box has not come yet', ['zebra', 'the parcel is late'], {}, 0.6],
    ['{"reply":"the box has not come yet"}', { reply: 'the parcel is late' }, { path: 'reply' }, 0.6],
    ['A: the box has not come yet', 'the parcel is late', { extract: /A: (.*)/ }, 0.6],
    ['{"reply":', { reply: 'the parcel is late' }, { path: 'reply' }, 0],
    ['the box has not come yet', 'the parcel is late', { min: 0.6 }, 1],
    ['the box has not come yet', 'the parcel is late', { min: 0.61 }, 0],
    ['', 'the parcel is late', {}, 0],
    [' \n', 'the parcel is late', {}, 0],
    ['the same', 'the same', {}, 1],
    ['x'.repeat(1_000_000), 'the parcel is late', {}, 0],
    ['the parcel is late', undefined, {}, 'the case has no expected value'],
    ['the parcel is late', [], {}, 'the expected value is an empty list'],
    ['the parcel is late', ' ', {}, 'the expected value holds nothing to compare with'],
    ['short', 'the parcel is late', {}, "vectors of 2 and 3 numbers can't be compared"],
    ['zeros', 'the parcel is late', {}, 'a vector of zeros points nowhere'],
  ])('%.60j, expected %j with %j: %j', async (text, expected, options, value) => {
    const found = await outcome(text, expected, options);
    if (typeof value === 'number') expect(found).toBeCloseTo(value, 6);
    else expect(found).toBe(value);
  });

  it('asks for each expected text once, and for no text twice where it is the answer', async () => {
    const { ask, asked } = asking();
    const evaluator = semanticSimilarity({ model });
    const score = (text: string) =>
      scoreIn(evaluator, { ...contextOf(text, ['the parcel is late', 'zebra']), ask });
    await Promise.all([score('a'), score('b'), score('zebra'), score('')]);
    expect(asked.sort()).toEqual(['a', 'b', 'the parcel is late', 'zebra']);
  });

  it('asks again for an expected text that failed for another answer', async () => {
    let failures = 0;
    const { ask, asked } = asking((text) => {
      if (text === 'zebra' && failures++ === 0) throw new Error('the server is down');
      return encodeVector(vectorOf(text));
    });
    const evaluator = semanticSimilarity({ model });
    const score = (text: string) => scoreIn(evaluator, { ...contextOf(text, 'zebra'), ask });
    await expect(score('a')).rejects.toThrow('the server is down');
    expect(await score('b')).toMatchObject({ value: 1 });
    expect(asked.filter((text) => text === 'zebra')).toHaveLength(2);
  });

  it('lets one answer that was given up take none of the others with it', async () => {
    let fail: (error: Error) => void = () => undefined;
    const first = new Promise<string>((_, reject) => {
      fail = reject;
    });
    let calls = 0;
    const { ask } = asking((text) =>
      text === 'zebra' && calls++ === 0 ? first : encodeVector(vectorOf(text)),
    );
    const evaluator = semanticSimilarity({ model });
    const score = (text: string) => scoreIn(evaluator, { ...contextOf(text, 'zebra'), ask });
    const [given, waiting] = [score('a'), score('b')];
    fail(new Error('no score within 5 ms'));
    await expect(given).rejects.toThrow('no score within');
    expect(await waiting).toMatchObject({ value: 1 });
  });

  it.each(['', 'AAAA', '{"embedding":[1,2]}'])(
    'takes no reply for a vector that is none: %j',
    async (reply) => {
      const { ask } = asking(() => reply);
      const evaluator = semanticSimilarity({ model });
      await expect(scoreIn(evaluator, { ...contextOf('a', 'b'), ask })).rejects.toThrow('no vector');
    },
  );

  it('has nothing to say where no model may be asked', async () => {
    expect(await scoreIn(semanticSimilarity({ model }), contextOf('a', 'b'))).toMatchObject({
      unscored: 'no model may be asked here',
    });
  });

  it.each([
    [{}, 'semanticSimilarity.model is missing'],
    [{ model: 'text-embedding' }, 'semanticSimilarity.model'],
    [{ model, min: 0 }, 'semanticSimilarity.min'],
    [{ model, min: 1.1 }, 'semanticSimilarity.min'],
    [{ model, min: 'high' }, 'semanticSimilarity.min'],
    [{ model, normalize: 'text' }, 'semanticSimilarity.normalize'],
  ])('refuses %j', (options, message) => {
    const make = () => Reflect.apply(semanticSimilarity, undefined, [options]);
    expect(make).toThrow(message.split(' ')[0]);
  });

  it('declares what it measures: 0 to 1, or with a limit 0 or 1', () => {
    expect(semanticSimilarity({ model }).metrics).toMatchObject([{ kind: 'score', range: [0, 1] }]);
    expect(semanticSimilarity({ model, min: 0.8 }).metrics).toMatchObject([{ kind: 'binary' }]);
  });
});
