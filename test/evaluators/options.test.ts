import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { builtInEvaluators } from '../../src/evaluators/built-ins.ts';

/** As a config in JavaScript or JSON calls them, without types. */
function make(name: string, options?: unknown): unknown {
  const factory: unknown = Reflect.get(builtInEvaluators, name);
  if (typeof factory !== 'function') throw new Error(`no evaluator ${name}`);
  return factory(options);
}

function problemsOf(name: string, options: unknown): string[] {
  try {
    make(name, options);
  } catch (error) {
    if (error instanceof InputError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('options of built-ins', () => {
  it.each<[string, unknown, string]>([
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

  it.each(Object.keys(builtInEvaluators))('%s exposes name, version, metrics and options', (name) => {
    const metric = 'quality';
    expect(make(name, name === 'matches' ? { metric, pattern: /a/ } : { metric })).toMatchObject({
      name,
      version: '1',
      metrics: [{ id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] }],
      options: { metric },
    });
  });
});
