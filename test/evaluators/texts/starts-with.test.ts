import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { type StartsWithOptions, startsWith } from '../../../src/evaluators/texts/starts-with.ts';
import { outcomeOf, reasonOf } from '../context.ts';

describe('startsWith', () => {
  it.each<[StartsWithOptions, string, Json | undefined, number | string]>([
    [{ text: 'Dear' }, ' Dear Ada', undefined, 1],
    [{ text: 'Dear' }, 'dear Ada', undefined, 0],
    [{ text: 'Dear', ignoreCase: true }, 'dear Ada', undefined, 1],
    [{ text: 'Dear' }, 'Oh dear', undefined, 0],
    [{ text: 'Dear' }, '', undefined, 0],
    [{ text: '数' }, '数学', undefined, 1],
    [{ text: 'a', normalize: 'none' }, ' a', undefined, 0],
    [{ text: 'a', path: 'x' }, '{"x":"abc"}', undefined, 1],
    [{ text: 'a', path: 'x' }, '{"x":', undefined, 0],
    [{ text: '12', normalize: 'number' }, 'about 125', undefined, 1],
    [{}, 'yes, it is', 'yes', 1],
    [{}, 'yes, it is', undefined, 'the case has no expected value'],
    [{}, 'yes, it is', ['yes'], 'the expected value holds no text'],
    [{ text: 'x' }, 'x'.repeat(1_000_000), undefined, 1],
  ])('%j on %.20s, expected %j: %j', async (options, text, expected, value) => {
    expect(await outcomeOf(startsWith(options), text, expected)).toBe(value);
  });

  it('says how the answer begins', async () => {
    expect(await reasonOf(startsWith({ text: 'Dear' }), 'Hi there')).toBe(
      'the answer starts with "Hi there"',
    );
    expect(await reasonOf(startsWith({ text: 'Dear' }), ' ')).toBe('the answer is empty');
  });
});
