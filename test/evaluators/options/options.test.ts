import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { make, minimalOptions } from '../built-ins.ts';

function problemsOf(name: string, options: unknown): string[] {
  try {
    make(name, options);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const levels =
  '2 to 11 whole numbers, each with what it stands for, such as { 1: "rude", 3: "plain", 5: "warm" }';

describe('options of built-ins', () => {
  it.each<[string, unknown, unknown]>([
    ['exactMatch', { metrc: 'a' }, 'exactMatch.metrc: unknown option. Did you mean "metric"?'],
    [
      'exactMatch',
      { colour: 1 },
      'exactMatch.colour: unknown option. Known: metric, path, extract, normalize',
    ],
    [
      'exactMatch',
      { toString: 1 },
      'exactMatch.toString: unknown option. Known: metric, path, extract, normalize',
    ],
    ['exactMatch', { metric: '' }, 'exactMatch.metric: is empty; expected a name such as "quality"'],
    ['exactMatch', { metric: 5 }, 'exactMatch.metric: is the number 5; expected a name such as "quality"'],
    [
      'exactMatch',
      { metric: 'a\nb' },
      'exactMatch.metric: is "a\\nb"; expected a name on one line, without white space around it',
    ],
    [
      'exactMatch',
      { metric: 'cost' },
      'exactMatch.metric: is "cost", which every trial is measured for already. Choose another name; cost, latency, inputTokens, outputTokens are taken',
    ],
    [
      'exactMatch',
      { path: 'a..b' },
      'exactMatch.path: is "a..b"; expected a path such as "category" or "items[0].name"',
    ],
    [
      'exactMatch',
      { path: '$.a' },
      'exactMatch.path: is "$.a"; expected a path such as "category" or "items[0].name". Leave out the $: "a"',
    ],
    [
      'exactMatch',
      { path: '' },
      'exactMatch.path: is ""; expected a path such as "category" or "items[0].name"',
    ],
    [
      'exactMatch',
      { path: ['a'] },
      'exactMatch.path: is a list; expected a path such as "category" or "items[0].name"',
    ],
    [
      'exactMatch',
      { extract: 'A: (.*)' },
      'exactMatch.extract: is a text; expected a regular expression such as /A: (.+)/, or a function',
    ],
    [
      'exactMatch',
      { normalize: 'numbr' },
      'exactMatch.normalize: is "numbr"; expected "none" or "trim" or "text" or "number". Did you mean "number"?',
    ],
    [
      'exactMatch',
      { normalize: true },
      'exactMatch.normalize: is the boolean true; expected "none" or "trim" or "text" or "number"',
    ],
    [
      'exactMatch',
      'quality',
      'exactMatch: the options are a text; expected an object with metric, path, extract, normalize',
    ],
    [
      'exactMatch',
      null,
      'exactMatch: the options are null; expected an object with metric, path, extract, normalize',
    ],
    ['contains', { text: '' }, 'contains.text: is empty; expected a text'],
    ['contains', { ignoreCase: 'yes' }, 'contains.ignoreCase: is a text; expected true or false'],
    ['contains', { ignorecase: true }, 'contains.ignorecase: unknown option. Did you mean "ignoreCase"?'],
    ['matches', {}, 'matches.pattern: is missing; expected a regular expression such as /^[A-Z]{2}$/'],
    [
      'matches',
      { pattern: 'a' },
      'matches.pattern: is a text; expected a regular expression such as /^[A-Z]{2}$/',
    ],
    [
      'matches',
      /a/,
      'matches: the options are a regular expression; expected an object with metric, path, extract, normalize, pattern',
    ],
    [
      'matches',
      undefined,
      'matches: the options are missing; expected an object with metric, path, extract, normalize, pattern',
    ],
    ['jsonSchema', { schema: 'a' }, 'jsonSchema.schema: is a text; expected a JSON Schema'],
    ['jsonSchema', { extract: /a/ }, 'jsonSchema.extract: unknown option. Known: metric, path, schema'],
    [
      'excludes',
      {},
      'excludes.texts: is missing; expected a list of texts. Or name in `field` the field of the dataset where a case lists them',
    ],
    ['containsAll', { texts: [] }, 'containsAll.texts: is empty; expected a list of texts'],
    [
      'containsAll',
      { texts: ['a', ' '] },
      'containsAll.texts: holds an empty text; expected a list of texts',
    ],
    ['containsAny', { texts: 'a' }, 'containsAny.texts: is a text; expected a list of texts'],
    [
      'containsAny',
      { texts: ['a'], field: 'b' },
      'containsAny.field: is given beside texts. Give one of them',
    ],
    ['startsWith', { text: 5 }, 'startsWith.text: is the number 5; expected a text'],
    [
      'jsonMatch',
      { tolerance: '2' },
      'jsonMatch.tolerance: is "2"; expected an amount such as 0.01, or a share such as "2%"',
    ],
    [
      'jsonMatch',
      { tolerance: -1 },
      'jsonMatch.tolerance: is -1; expected an amount such as 0.01, or a share such as "2%"',
    ],
    ['jsonMatch', { ignore: 'a' }, 'jsonMatch.ignore: is a text; expected a list of paths'],
    [
      'jsonMatch',
      { unordered: ['a..b'] },
      'jsonMatch.unordered: is "a..b"; expected a path such as "category" or "items[0].name"',
    ],
    ['jsonMatch', { score: 'each' }, 'jsonMatch.score: is "each"; expected "all" or "share"'],
    ['jsonMatch', { extra: true }, 'jsonMatch.extra: is true; expected "allow" or "refuse"'],
    [
      'numeric',
      { normalize: 'text' },
      'numeric.normalize: unknown option. Known: metric, path, extract, tolerance',
    ],
    [
      'rouge',
      { variant: 'rouge3' },
      'rouge.variant: is "rouge3"; expected "rouge1" or "rouge2" or "rougeL". Did you mean "rouge1"?',
    ],
    ['length', {}, 'length: has no limit; expected one such as words: { max: 100 }'],
    ['length', { words: { max: 1, min: 2 } }, 'length.words: is {"max":1,"min":2}; expected min below max'],
    [
      'length',
      { words: { most: 1 } },
      'length.words: has the unknown key "most"; expected { min, max }, whole numbers of which one may be missing',
    ],
    [
      'length',
      { words: 5 },
      'length.words: is the number 5; expected { min, max }, whole numbers of which one may be missing',
    ],
    [
      'language',
      {},
      'language: names no language; expected is: "de", or field: the name of a field of the dataset',
    ],
    [
      'language',
      { is: 'english' },
      expect.stringMatching(
        /^language.is: names "english", which can't be told; expected a code such as "de"/,
      ),
    ],
    ['toolCall', { arguments: {} }, 'toolCall.arguments: is given without the name of a tool'],
    [
      'refusal',
      {},
      'refusal: does not say what the model must do; expected must: "refuse" or "answer", or field: the name of a field of the dataset',
    ],
    [
      'refusal',
      { must: 'answer', patterns: ['no'] },
      'refusal.patterns: holds a text; expected a list of regular expressions',
    ],
    ['forbidden', { patterns: [] }, 'forbidden.patterns: is empty; expected a list of regular expressions'],
    [
      'finishReason',
      { is: 'stopped' },
      'finishReason.is: is "stopped"; expected "stop" or "length" or "content-filter" or "tool-calls" or "refusal" or "other"',
    ],
    ['forbidden', {}, 'forbidden: forbids nothing; expected phrases, patterns or commitments'],
    ['leak', { look: [] }, 'leak: looks for nothing; expected something in look, canaries, or a field'],
    [
      'leak',
      { look: ['mails'] },
      'leak.look: is "mails"; expected "emails" or "cards" or "keys" or "prompt". Did you mean "emails"?',
    ],
    ['leak', { words: 2 }, 'leak.words: is the number 2; expected a whole number, at least 5'],
    ['escalates', { must: true }, 'escalates: knows no sign of it; expected path, phrases or tool'],
    [
      'escalates',
      { phrases: ['a'] },
      'escalates: does not say whether a case must be handed over; expected must, field or path',
    ],
    [
      'escalates',
      { path: 'a', must: true, field: 'b' },
      'escalates.field: is given beside must. Give one of them',
    ],
    [
      'composite',
      { metric: 'a' },
      'composite.of: is missing; expected metrics and their weights, such as { quality: 0.7, tone: 0.3 }',
    ],
    [
      'composite',
      { metric: 'a', of: { b: 0 } },
      'composite.of: has the number 0 for "b"; expected a number other than 0',
    ],
    [
      'composite',
      { metric: 'a', of: { b: 1 }, range: [1, 0] },
      'composite.range: is [1, 0]; expected the smaller number first',
    ],
    ['llmJudge', { criteria: 'a' }, 'llmJudge.model: is missing; expected a model such as "openai/gpt-4.1"'],
    [
      'llmJudge',
      { criteria: 'a', model: 'gpt' },
      'llmJudge.model: is "gpt"; expected a model such as "openai/gpt-4.1"',
    ],
    ['llmJudge', { model: 'a/b' }, 'llmJudge.criteria: is missing. Give criteria, a rubric or both'],
    ['llmJudge', { model: 'a/b', rubric: { 1: 'bad' } }, `llmJudge.rubric: has 1 level; expected ${levels}`],
    [
      'llmJudge',
      { model: 'a/b', rubric: { 1: 'bad', 2: '' } },
      `llmJudge.rubric: says nothing about the level 2; expected ${levels}`,
    ],
    [
      'llmJudge',
      { model: 'a/b', rubric: { 1: 'bad', good: 'x' } },
      `llmJudge.rubric: has the level "good"; expected ${levels}`,
    ],
    [
      'llmJudge',
      { model: 'a/b', rubric: { 1: 'bad', 7: 'good' }, scale: [1, 5] },
      'llmJudge.rubric: the level 7 is not on the scale; expected 1 to 5',
    ],
    [
      'llmJudge',
      { criteria: 'x', model: 'a/b', votes: 2 },
      'llmJudge.votes: is 2; expected an odd number, 1 to 15',
    ],
    [
      'llmJudge',
      { criteria: 'x', model: 'a/b', votes: 3 },
      'llmJudge.votes: is 3, but at temperature 0 every vote says the same. Give the judge parameters: { temperature: 0.7 }',
    ],
    ['llmJudge', { criteria: ' ', model: 'a/b' }, 'llmJudge.criteria: is empty; expected a text'],
    [
      'llmJudge',
      { criteria: 'a', model: 'a/b', scale: [0, 100] },
      'llmJudge.scale: is [0, 100]; expected "yes-no", or the lowest and the highest of at most 11 whole numbers',
    ],
  ])('%s(%j)', (name, options, message) => {
    expect(problemsOf(name, options)).toEqual([message]);
  });

  it('shows every problem at once', () => {
    expect(problemsOf('exactMatch', { metric: 1, path: '', normalise: 'text' })).toHaveLength(3);
  });

  it('takes undefined for not given', () => {
    expect(problemsOf('exactMatch', { metric: undefined, path: undefined, extract: undefined })).toEqual([]);
    expect(make('exactMatch', { metric: undefined })).toMatchObject({ metrics: [{ id: 'exactMatch' }] });
  });

  it.each(Object.entries(minimalOptions))(
    '%s exposes name, version, metrics and options',
    (name, minimal) => {
      const metric = 'quality';
      expect(make(name, { ...minimal, metric })).toMatchObject({
        name,
        version: '1',
        metrics: [{ id: 'quality', better: 'higher', range: [0, 1] }],
        options: { ...minimal, metric },
      });
    },
  );
});
