import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { type JsonMatchOptions, jsonMatch } from '../../../src/evaluators/json/json-match.ts';
import { contextOf, outcomeOf, reasonOf } from '../context.ts';

const text = JSON.stringify;

describe('jsonMatch', () => {
  it.each<[JsonMatchOptions, Json, Json, number, number]>([
    [{}, { a: 1, b: 'x' }, { b: 'x', a: 1 }, 1, 1],
    [{}, { a: 1, b: 'x' }, { a: 1, b: 'y' }, 0, 0.5],
    [{}, { a: 1, b: 'x' }, { a: 1 }, 0, 0.5],
    [{}, { a: 1 }, { a: 1, more: true }, 1, 1],
    [{ extra: 'refuse' }, { a: 1 }, { a: 1, more: true }, 0, 0],
    [{ extra: 'refuse', ignore: ['more'] }, { a: 1 }, { a: 1, more: true }, 1, 1],
    [{}, { a: 1 }, { a: '1' }, 0, 0],
    [{ normalize: 'number' }, { a: 1 }, { a: '1.00 €' }, 1, 1],
    [{ normalize: 'number', tolerance: 0.1 }, { a: '1.05' }, { a: 1.1 }, 1, 1],
    [{ normalize: 'number' }, { a: 'x' }, { a: 'x' }, 1, 1],
    [{ normalize: 'text' }, { a: 'É ok' }, { a: 'e\u0301  OK.' }, 1, 1],
    [{}, { a: null }, { a: null }, 1, 1],
    [{}, { a: null }, {}, 0, 0],
    [{}, {}, [], 0, 0],
    [{}, {}, {}, 1, 1],
    [{}, { a: { b: [1, 2, 3, 4] } }, { a: { b: [1, 2, 3, 5] } }, 0, 0.75],
    [{}, [1, 2], [1, 2, 3], 0, 0.5],
    [{}, [1, 2], [2, 1], 0, 0],
    [{ unordered: true }, [1, 2], [2, 1], 1, 1],
    [{ unordered: true }, [1, 2], [2, 2], 0, 0.5],
    [{ unordered: ['tags'] }, { tags: ['a', 'b'], list: [1, 2] }, { tags: ['b', 'a'], list: [2, 1] }, 0, 0.5],
    [{ unordered: true, tolerance: 1 }, [1, 2], [2, 3], 1, 1],
    [{ unordered: true, tolerance: 1 }, [2, 1], [2, 3], 1, 1],
    [
      { unordered: true, ignore: ['*.id'] },
      [
        { id: 1, v: 1 },
        { id: 2, v: 2 },
      ],
      [{ id: 9, v: 2 }, { v: 1 }],
      1,
      1,
    ],
    [{ ignore: ['items.*.id'] }, { items: [{ id: 1, v: 1 }] }, { items: [{ id: 2, v: 1 }] }, 1, 1],
    [{ ignore: ['a'] }, { a: 1, b: 1 }, { b: 1 }, 1, 1],
    [{ tolerance: '10%' }, { a: 100, b: 100 }, { a: 110, b: 111 }, 0, 0.5],
    [{ path: 'inner' }, { inner: { a: 1 } }, { inner: { a: 1 }, x: 2 }, 1, 1],
    // An item with a wrong field is closer than none, in whatever order.
    [
      { unordered: true },
      {
        items: [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
      },
      {
        items: [
          { a: 2, b: 2 },
          { a: 1, b: 9 },
        ],
      },
      0,
      0.75,
    ],
    [
      {},
      {
        items: [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
      },
      {
        items: [
          { a: 1, b: 9 },
          { a: 2, b: 2 },
        ],
      },
      0,
      0.75,
    ],
    [
      { unordered: true },
      {
        items: [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
      },
      { items: [{ a: 2, b: 2 }] },
      0,
      0.5,
    ],
    // Nor does anything that is there cost more than its absence.
    [{}, { tags: ['a'], b: 1 }, { tags: ['x', 'y', 'z'], b: 1 }, 0, 0.5],
    [{}, { tags: ['a'], b: 1 }, { b: 1 }, 0, 0.5],
    [{}, 'x', 'x', 1, 1],
    [{}, { 数学: 'é' }, { 数学: 'é' }, 1, 1],
    [{}, { constructor: 1 }, {}, 0, 0],
  ])('%j, expected %j, on %j: all %d, share %d', async (options, expected, answer, all, share) => {
    expect(await outcomeOf(jsonMatch(options), text(answer), expected)).toBe(all);
    expect(await outcomeOf(jsonMatch({ ...options, score: 'share' }), text(answer), expected)).toBe(share);
  });

  it.each<[string, string]>([
    ['', 'the answer is empty'],
    ['{"a":', 'the answer is not valid JSON: it ends with "{"a":"'],
    ['```json\n{"a":1}\n```', 'the answer is not valid JSON: it stands in a code fence'],
    [
      `${'['.repeat(300)}${']'.repeat(300)}`,
      'the answer is not valid JSON: it is nested more than 200 levels deep',
    ],
  ])('%.20s: 0, %s', async (answer, reason) => {
    expect(await reasonOf(jsonMatch(), answer, { a: 1 })).toBe(reason);
  });

  it('reads JSON out of a fence where extract says so, and an expected text that is JSON', async () => {
    const evaluator = jsonMatch({ extract: /```json\s*(.*?)```/s });
    expect(await outcomeOf(evaluator, 'So:\n```json\n{"a":1}\n```', '{"a":1}')).toBe(1);
    expect(await outcomeOf(jsonMatch(), '{"a":1}', undefined)).toBe('the case has no expected value');
    expect(await outcomeOf(jsonMatch(), '{"a":1}', ' ')).toBe('the expected value is empty');
  });

  it('names the fields that differ', async () => {
    const expected = { a: 'x', b: [{ c: 1 }], 'two words': 1, d: 1, e: 2 };
    const answer = { a: 'y', b: [{ c: 2 }, {}], d: 1, e: 3 };
    expect(await reasonOf(jsonMatch(), text(answer), expected)).toBe(
      'a: expected "x", got "y"; b[0].c: expected 1, got 2; b[1] is not expected; and 2 more',
    );
    expect(await reasonOf(jsonMatch(), '{}', { 'two words': 1 })).toBe(
      '["two words"] is missing, expected 1',
    );
  });

  it('gives fields a metric of their own', async () => {
    const evaluator = jsonMatch({ metric: 'triage', fields: ['category', 'items[0].id'], score: 'share' });
    expect(evaluator.metrics.map(({ id, kind }) => [id, kind])).toEqual([
      ['triage', 'score'],
      ['triage.category', 'binary'],
      ['triage.items[0].id', 'binary'],
    ]);
    const scores = (answer: string, expected: Json) => evaluator.evaluate(contextOf(answer, expected));
    expect(
      await scores('{"category":"a","items":[{"id":2}]}', { category: 'a', items: [{ id: 1 }] }),
    ).toEqual([
      { metric: 'triage', value: 0.5, reason: 'items[0].id: expected 1, got 2' },
      { metric: 'triage.category', value: 1 },
      { metric: 'triage.items[0].id', value: 0, reason: 'items[0].id: expected 1, got 2' },
    ]);
    expect(await scores('no JSON', { category: 'a' })).toMatchObject([
      { value: 0 },
      { value: 0 },
      { unscored: `the case's expected value has nothing at "items[0].id"` },
    ]);
  });

  it.each<[JsonMatchOptions, expected: Json, found: Json, outcome: 0 | 1 | 'too long']>([
    [{}, upTo(100_000), upTo(100_000), 1],
    // What is the same in both needs no pairing.
    [{ unordered: true }, upTo(100_000), upTo(100_000).reverse(), 1],
    [{ unordered: true, tolerance: 1 }, upTo(100_000), upTo(100_000).reverse(), 1],
    [{ unordered: true }, upTo(100_000), [...upTo(99_999), -1], 0],
    [{ unordered: true }, upTo(100_000), upTo(100_000).map((index) => index + 0.5), 'too long'],
    [{ unordered: true }, new Array(100_000).fill(1), new Array(100_000).fill(1), 1],
    [{ unordered: true }, grid(40), grid(40).reverse(), 1],
    [{ unordered: true }, grid(12), grid(12, 1), 0],
    [{ unordered: true }, grid(40), grid(40, 1), 'too long'],
    [{ unordered: true }, nested(199, 1), nested(199, 2), 0],
    [{ unordered: true, tolerance: 1e9 }, upTo(700), upTo(700).map((index) => index + 0.5), 1],
    [{ unordered: true }, upTo(400).map(() => upTo(1000)), upTo(400), 0],
  ])('%#: compares large values in a time that has an end: %j', async (options, expected, found, outcome) => {
    const score = await outcomeOf(jsonMatch(options), text(found), expected);
    const tooLong = 'unordered lists that hold so much are too long to compare';
    expect(score).toBe(outcome === 'too long' ? tooLong : outcome);
  });

  it('finds a pairing of unordered entries where there is one', async () => {
    const list = (entry: fc.Arbitrary<Json>) => fc.array(entry, { maxLength: 3 });
    const lists = list(fc.oneof(fc.nat(3), list(fc.nat(3))));
    await fc.assert(
      fc.asyncProperty(lists, lists, fc.constantFrom(0, 1), async (expected, found, tolerance) => {
        const fits = (wanted: Json, got: Json): boolean =>
          typeof wanted === 'number' && typeof got === 'number'
            ? Math.abs(wanted - got) <= tolerance
            : Array.isArray(wanted) && Array.isArray(got) && canPair(wanted, got, fits);
        expect(await outcomeOf(jsonMatch({ unordered: true, tolerance }), text(found), expected)).toBe(
          Number(fits(expected, found)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never scores an answer lower for an item that it has, however wrong that is', async () => {
    const item = fc.record({ a: fc.nat(2), b: fc.array(fc.nat(2), { maxLength: 3 }) });
    const items = fc.array(item, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(items, item, fc.nat(3), fc.boolean(), async (expected, wrong, at, unordered) => {
        const evaluator = jsonMatch({ score: 'share', unordered: unordered ? true : [] });
        const index = unordered ? at % expected.length : expected.length - 1;
        const without = expected.filter((_, other) => other !== index);
        const scored = async (answer: Json) => Number(await outcomeOf(evaluator, text(answer), expected));
        expect(await scored([...without, wrong])).toBeGreaterThanOrEqual((await scored(without)) - 1e-12);
      }),
    );
  });

  it('names what stands in the place of an item, not two items', async () => {
    const expected = [
      { a: 1, b: 1 },
      { a: 2, b: 2 },
    ];
    const answer = text([
      { a: 2, b: 2 },
      { a: 1, b: 9 },
    ]);
    expect(await reasonOf(jsonMatch({ unordered: true }), answer, expected)).toMatch(/^\[0\]\.b: /);
  });
});

function upTo(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** Lists of lists of lists. */
function grid(size: number, off = 0): number[][][] {
  return upTo(size).map((row) => upTo(size).map((column) => [row + off, column + off, row * column]));
}

function nested(depth: number, value: number): Json {
  return depth === 0 ? value : [nested(depth - 1, value)];
}

/** By trying everything. */
function canPair(wanted: Json[], got: Json[], fits: (wanted: Json, got: Json) => boolean): boolean {
  const [first, ...others] = wanted;
  if (first === undefined) return got.length === 0;
  return got.some((value, at) => fits(first, value) && canPair(others, got.toSpliced(at, 1), fits));
}
