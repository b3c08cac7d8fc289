import { describe, expect, it } from 'vitest';
import { deferringRefusals } from '../../src/config/refused-evaluators.ts';
import { type EvaluatorLoader, resolveEvaluators } from '../../src/config/resolve-evaluators.ts';
import { InputError } from '../../src/core/errors.ts';
import type { Evaluator } from '../../src/core/evaluator.ts';
import type { Problem } from '../../src/core/problem.ts';
import { evaluatorOf, loader, quality, stars } from './configs.ts';

async function resolve(configs: unknown[], given: EvaluatorLoader = loader) {
  const flaws: Omit<Problem, 'field'>[] = [];
  const evaluators = await resolveEvaluators('/project', configs, given, (index, flaw) =>
    flaws.push({ ...flaw, message: `${index}: ${flaw.message}` }),
  );
  return { evaluators, flaws };
}

function loaderOf(files: Record<string, unknown>): EvaluatorLoader {
  return {
    ...loader,
    async importFile(file) {
      if (file in files) return files[file];
      throw new Error(`Cannot find module '${file}'`);
    },
  };
}

const expected = 'an evaluator made with defineEvaluator, the name of a built-in or a path to a file';

describe('evaluators', () => {
  it('are taken as they are', async () => {
    const evaluators = [evaluatorOf(quality), evaluatorOf(stars)];
    expect(await resolve(evaluators)).toEqual({ evaluators, flaws: [] });
  });

  it('may be instances of a class', async () => {
    class Judge implements Evaluator {
      name = 'judge';
      version = '1';
      metrics = [quality];
      evaluate() {
        return [];
      }
    }
    expect((await resolve([new Judge()])).flaws).toEqual([]);
  });

  it('are named in a JSON config: a built-in, a built-in with options, a file', async () => {
    const own = evaluatorOf(stars);
    const given = loaderOf({ '/project/evaluators/stars.ts': own });
    const { evaluators, flaws } = await resolve(
      [
        'jsonSchema',
        { use: 'exactMatch', metric: 'quality', extract: 'A: (.*)' },
        { use: 'matches', pattern: '^[A-Z]' },
        './evaluators/stars.ts',
      ],
      given,
    );
    expect(flaws).toEqual([]);
    expect(evaluators.map((evaluator) => evaluator.metrics[0]?.id)).toEqual([
      'schema',
      'quality',
      'matches',
      'stars',
    ]);
    expect(evaluators[1]?.options).toEqual({ metric: 'quality', extract: /A: (.*)/ });
    expect(evaluators[2]?.options).toEqual({ pattern: /^[A-Z]/ });
    expect(evaluators[3]).toBe(own);
  });
});

it('reads patterns from their source, and only where an option is one', async () => {
  const { evaluators, flaws } = await resolve([
    { use: 'forbidden', metric: 'never', phrases: ['pattern'], patterns: ['^a', 'b'] },
    { use: 'contains', text: 'a.b' },
  ]);
  expect(flaws).toEqual([]);
  expect(evaluators.map(({ options }) => options)).toEqual([
    { metric: 'never', phrases: ['pattern'], patterns: [/^a/, /b/] },
    { text: 'a.b' },
  ]);
});

describe('a sum', () => {
  const sum = { use: 'composite', metric: 'overall', of: { quality: 1 } };
  const part = { use: 'exactMatch', metric: 'quality' };

  it('stands behind its parts', async () => {
    expect((await resolve([part, sum])).flaws).toEqual([]);
  });

  it.each([
    [[sum, part], 'Put the evaluator that measures it first'],
    [[{ use: 'exactMatch', metric: 'qualty' }, sum], 'Did you mean "qualty"?'],
  ])('%j can not be made', async (configs, hint) => {
    expect((await resolve(configs)).flaws).toMatchObject([
      {
        message: expect.stringMatching('"composite" needs "quality", which no evaluator before it measures'),
        hint,
      },
    ]);
  });
});

describe('mistakes', () => {
  it.each<[string, unknown, Omit<Problem, 'field'>[]]>([
    ['a number', 5, [{ message: '0: this is no evaluator', expected }]],
    ['nothing', null, [{ message: '0: this is no evaluator', expected }]],
    ['an object without a use', { metric: 'a' }, [{ message: '0: this is no evaluator', expected }]],
    [
      'a function',
      () => 1,
      [{ message: '0: this is a function, not an evaluator; was it meant to be called?', expected }],
    ],
    [
      'a mistyped built-in',
      'exactMach',
      [
        {
          message: '0: there is no built-in evaluator "exactMach"',
          expected,
          hint: 'Did you mean "exactMatch"?',
        },
      ],
    ],
    [
      'a name that every object has',
      'constructor',
      [
        {
          message: '0: there is no built-in evaluator "constructor"',
          expected,
        },
      ],
    ],
    [
      'an unknown option',
      { use: 'exactMatch', metrc: 'a' },
      [{ message: '0: exactMatch.metrc: unknown option', hint: 'Did you mean "metric"?' }],
    ],
    [
      'two unknown options',
      { use: 'exactMatch', metrc: 'a', pth: 'b' },
      [
        { message: '0: exactMatch.metrc: unknown option', hint: 'Did you mean "metric"?' },
        { message: '0: exactMatch.pth: unknown option', hint: 'Did you mean "path"?' },
      ],
    ],
    [
      'a pattern that is none',
      { use: 'matches', pattern: '(' },
      [{ message: expect.stringMatching(/^0: Invalid regular expression: /) }],
    ],
    [
      'a metric with the name of an amount',
      evaluatorOf({ ...quality, id: 'cost' }),
      [
        {
          message: expect.stringMatching(/^0: measures-cost\.metrics\[0\]\.id: is "cost"/),
          hint: expect.any(String),
        },
      ],
    ],
    [
      'an evaluator that was not made with defineEvaluator',
      { metrics: [], evaluate: () => [] },
      [
        { message: '0: evaluator.name: is missing', expected: expect.any(String) },
        { message: '0: evaluator.version: is missing', expected: expect.any(String) },
        { message: '0: evaluator.metrics: is empty', expected: 'at least one metric' },
      ],
    ],
  ])('%s', async (_, config, flaws) => {
    expect(await resolve([config])).toEqual({ evaluators: [], flaws });
  });

  it.each([
    [
      'does not exist',
      "Cannot find module '/project/a.ts'\nRequire stack:\n- /project/a.ts",
      { message: '0: the evaluator file ./a.ts does not exist' },
    ],
    [
      'imports what is not there',
      "Cannot find module './b.ts'\nRequire stack:\n- /project/a.ts",
      {
        file: expect.stringMatching(/a\.ts$/),
        message: "0: ./a.ts could not be loaded: Cannot find module './b.ts'",
      },
    ],
  ])('says so of a file that %s', async (_, message, flaw) => {
    const importFile = async () => {
      throw new Error(message);
    };
    expect(await resolve(['./a.ts'], { ...loader, importFile })).toEqual({ evaluators: [], flaws: [flaw] });
  });

  it('says nothing more of an evaluator that was refused when its file was loaded', async () => {
    const makers = {
      make: () => {
        throw new InputError({ field: 'evaluator.kind', message: 'is "bin"' });
      },
    };
    const { make } = deferringRefusals(makers, '/project/prompteval.config.json', []) as { make(): object };
    const given = loaderOf({ '/project/a.ts': make() });
    expect(await resolve(['./a.ts', make()], given)).toEqual({ evaluators: [], flaws: [] });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['something else', { name: 'x' }],
  ])('says so of a file that exports %s', async (_, value) => {
    const { flaws } = await resolve(['./a.ts'], loaderOf({ '/project/a.ts': value }));
    expect(flaws).toEqual([{ message: '0: ./a.ts has no evaluator as its default export', expected }]);
  });

  it('does not drop options in silence that a file can not take', async () => {
    const { flaws } = await resolve(
      [{ use: './a.ts', strict: true }],
      loaderOf({ '/project/a.ts': evaluatorOf(quality) }),
    );
    expect(flaws).toEqual([
      { message: '0: "strict" is given to ./a.ts, but a file takes no options', expected: 'the path alone' },
    ]);
  });

  it('finds a metric that is measured twice', async () => {
    const { evaluators, flaws } = await resolve([evaluatorOf(quality), evaluatorOf(stars, quality)]);
    expect(evaluators).toHaveLength(2);
    expect(flaws).toEqual([
      {
        message: '1: "measures-quality" measures "quality" already',
        hint: 'Give one of them another name with its option `metric`',
      },
    ]);
  });

  it('goes on after one', async () => {
    const { evaluators, flaws } = await resolve([5, evaluatorOf(quality), 'nothing']);
    expect(evaluators).toHaveLength(1);
    expect(flaws.map((flaw) => flaw.message[0])).toEqual(['0', '2']);
  });

  it('passes on what is a bug of ours', async () => {
    const broken = () => {
      throw new TypeError('a bug');
    };
    await expect(resolve(['broken'], { ...loader, builtIns: { broken } })).rejects.toThrow('a bug');
  });
});
