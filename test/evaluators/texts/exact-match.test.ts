import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import type { TextOptions } from '../../../src/evaluators/options/options.ts';
import { normalizations } from '../../../src/evaluators/reading/normalize.ts';
import { exactMatch } from '../../../src/evaluators/texts/exact-match.ts';
import { outcomeOf, reasonOf, scoreOf } from '../context.ts';

const triage = '{"category":"billing","urgency":2,"human":true,"tags":["a","b"],"customer":{"name":"Zoë"}}';

describe('exactMatch', () => {
  it.each<[TextOptions, string, Json | undefined, number | string]>([
    [{}, 'billing', 'billing', 1],
    [{}, ' billing\n', 'billing', 1],
    [{}, 'Billing', 'billing', 0],
    [{}, '', 'billing', 0],
    [{}, '', '', 1],
    [{}, '🙂 naïve 数', '🙂 naïve 数', 1],
    [{}, 'cafe\u0301', 'café', 0],
    [{}, 'billing', undefined, 'the case has no expected value'],
    [{}, 'billing', null, 'the case has no expected value'],
    [{ normalize: 'none' }, ' billing', 'billing', 0],
    [{ normalize: 'text' }, ' "BILLING."', 'billing', 1],
    [{ normalize: 'text' }, 'cafe\u0301', 'CAFÉ', 1],
    [{ normalize: 'text' }, 'True.', true, 1],
    [{ normalize: 'number' }, 'It costs $1,234.50 in all', '1234.5', 1],
    [{ normalize: 'number' }, 'It costs nothing', '1234.5', 0],
    [{ normalize: 'number' }, '3.0', 3, 1],
    [{ normalize: 'number' }, '3', 'three', "no number could be read from the case's expected value"],
    // Values that are no texts.
    [{}, '18', 18, 1],
    [{}, '18.0', 18, 1],
    [{}, '"18"', 18, 0],
    [{}, 'true', true, 1],
    [{}, '{"b":[1,2],"a":"x"}', { a: 'x', b: [1, 2] }, 1],
    [{}, '{"b":[2,1],"a":"x"}', { a: 'x', b: [1, 2] }, 0],
    [{}, 'no JSON', { a: 'x' }, 0],
    [{}, '1e999', { a: 'x' }, 0],
    // path
    [{ path: 'category' }, triage, 'billing', 1],
    [{ path: 'category' }, triage, 'technical', 0],
    [{ path: 'category' }, triage, { category: 'billing' }, 1],
    [{ path: 'category' }, triage, '{"category":"billing"}', 1],
    [
      { path: 'category' },
      triage,
      { kind: 'billing' },
      `the case's expected value has nothing at "category"`,
    ],
    [{ path: 'category' }, `\`\`\`json\n${triage}\n\`\`\``, 'billing', 0],
    [{ path: 'category' }, `Here it is: ${triage}`, 'billing', 0],
    [{ path: 'category' }, 'billing', 'billing', 0],
    [{ path: 'category' }, '{}', 'billing', 0],
    [{ path: 'urgency' }, triage, '2', 1],
    [{ path: 'urgency' }, triage, 2, 1],
    [{ path: 'urgency' }, triage, { urgency: '2' }, 0],
    [{ path: 'human' }, triage, 'true', 1],
    [{ path: 'human' }, triage, '{"human":true}', 1],
    [{ path: 'tags' }, triage, { tags: ['a', 'b'] }, 1],
    [{ path: 'tags[1]' }, triage, { tags: ['x', 'b'] }, 1],
    [{ path: 'customer.name', normalize: 'text' }, triage, 'ZOË', 1],
    [{ path: 'nothing' }, '{"nothing":null}', { nothing: null }, 1],
    [{ path: 'length' }, '[1,2]', 2, 0],
    // extract
    [{ extract: /A: (.+)/ }, 'A: 1\nA: 2', '2', 1],
    [{ extract: /A: .+/ }, 'A: 1\nA: 2', 'A: 2', 1],
    [{ extract: /A: (.+)/ }, 'nothing here', '2', 0],
    [{ extract: /A: (\d+)/, path: 'text' }, '{"text":"A: 7"}', 7, 1],
    [{ extract: (text) => text.slice(0, 2) }, 'de-DE', 'de', 1],
    [{ extract: () => '' }, 'x', '', 0],
  ])('%j on %j, expected %j: %j', async (options, text, expected, value) => {
    expect(await outcomeOf(exactMatch(options), text, expected)).toBe(value);
  });

  it.each<[TextOptions, string, Json, string]>([
    [{}, 'technical', 'billing', 'expected "billing", got "technical"'],
    [{}, ' ', 'billing', 'expected "billing", got an empty answer'],
    [{}, '5', { a: 1 }, 'expected {"a":1}, got 5'],
    [{ path: 'n' }, '{"n":"5"}', { n: 5 }, 'expected 5, got "5"'],
    [{ normalize: 'number' }, 'about 26', '$18', 'expected 18, got 26'],
    [{ normalize: 'number' }, 'none', '18', 'no number could be read from the answer'],
    [{}, 'a  b', 'a b', 'expected "a b"; the answer differs from character 3 on'],
    [{}, '\u001b[31mred', 'blue', 'expected "blue", got "�red"'],
    [{ extract: /A: (.+)/ }, 'x', 'y', 'nothing could be read from the answer: extract found no text'],
    [{ path: 'a' }, '```\n{}\n```', 'y', 'the answer is not valid JSON: it stands in a code fence'],
    [{ path: 'a.b' }, '{}', 'y', 'the answer has no value at "a.b"'],
  ])('%j on %j, expected %j, says why: %s', async (options, text, expected, reason) => {
    expect(await reasonOf(exactMatch(options), text, expected)).toBe(reason);
  });

  it('gives no reason for a 1 and is called after itself', async () => {
    expect(await scoreOf(exactMatch(), 'a', 'a')).toEqual({ metric: 'exactMatch', value: 1 });
    const quality = exactMatch({ metric: 'quality', extract: /a/g });
    expect(await scoreOf(quality, 'a', 'a')).toEqual({ metric: 'quality', value: 1 });
    expect(quality).toMatchObject({
      name: 'exactMatch',
      version: '1',
      metrics: [{ id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] }],
      options: { metric: 'quality', extract: /a/g },
    });
  });

  it('compares a megabyte and keeps its reason short', async () => {
    const huge = 'ä'.repeat(1_000_000);
    expect(await outcomeOf(exactMatch({ normalize: 'text' }), huge, huge)).toBe(1);
    expect((await reasonOf(exactMatch(), `${huge}b`, `${huge}a`)).length).toBeLessThan(200);
  });

  it('is reflexive wherever there is a value', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(...normalizations),
        async (text, normalize) => {
          const value = await outcomeOf(exactMatch({ normalize }), text, text);
          expect([1, "no number could be read from the case's expected value"]).toContain(value);
          if (normalize !== 'number') expect(value).toBe(1);
        },
      ),
    );
  });

  it('is reflexive for every JSON value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        expect(await outcomeOf(exactMatch({ path: 'v' }), JSON.stringify({ v: json }), { v: json })).toBe(1);
      }),
    );
  });
});
