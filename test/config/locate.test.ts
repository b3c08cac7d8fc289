import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateField } from '../../src/config/locate.ts';

const source = `import { prompts, type Gate } from './shared.ts';
import { defineConfig, exactMatch } from 'prompteval';

// prompts: { greet: { gates: [
const note = 'prompts: { greet:';

export default defineConfig({
  prompts: {
    greet: {
      dataset: 'a.csv', // gates: none
      evaluators: [exactMatch({ metric: 'quality', extract: /["'{[(]: (.*)/ })],
      gates: [
        { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 },
        {
          metric: 'schema',
          min: 1,
        },
        shared,
        { metric: 'cost',
          maxIncrease: \`10\${'%'}\` },
      ],
    },
    'support-triage': { dataset: [
      'b.csv',
      "c.csv",
    ] },
    "it's": withDefaults({ dataset: 'd.csv' }),
    repeated,
  },
  ratio: 4 / 2, registry: 'x/y',
  maxCost: 5,
});
`;

describe('where a field stands', () => {
  it.each<[(string | number)[], number]>([
    [['prompts'], 8],
    [['prompts', 'greet'], 9],
    [['prompts', 'greet', 'dataset'], 10],
    [['prompts', 'greet', 'evaluators', 0], 11],
    [['prompts', 'greet', 'gates'], 12],
    [['prompts', 'greet', 'gates', 0, 'margin'], 13],
    [['prompts', 'greet', 'gates', 1], 14],
    [['prompts', 'greet', 'gates', 1, 'metric'], 15],
    [['prompts', 'greet', 'gates', 1, 'min'], 16],
    [['prompts', 'greet', 'gates', 3, 'metric'], 19],
    [['prompts', 'greet', 'gates', 3, 'maxIncrease'], 20],
    [['prompts', 'support-triage'], 23],
    [['prompts', 'support-triage', 'dataset', 1], 25],
    [['prompts', "it's"], 27],
    [['prompts', 'repeated'], 28],
    [['registry'], 30],
    [['maxCost'], 31],
  ])('%j: line %i', (path, line) => {
    expect(locateField(source, path)).toBe(line);
  });

  it.each<[string, (string | number)[], number | undefined]>([
    ['a key that a gate lacks', ['prompts', 'greet', 'gates', 1, 'margin'], 14],
    ['a key that a prompt lacks', ['prompts', 'support-triage', 'gates'], 23],
    ['a gate that there is not', ['prompts', 'greet', 'gates', 9], 12],
    ['what a name stands for', ['prompts', 'greet', 'gates', 2, 'metric'], 18],
    ['what a call makes', ['prompts', "it's", 'dataset'], 27],
    ['a shorthand', ['prompts', 'repeated', 'dataset'], 28],
    ['an element of what is no list', ['prompts', 'greet', 0], 9],
    ['a key that is nowhere', ['maxRunAge'], undefined],
    ['the whole', [], undefined],
  ])('comes as near as it can to %s', (_, path, line) => {
    expect(locateField(source, path)).toBe(line);
  });

  it('reads JSON too, keys in quotes', () => {
    const json = JSON.stringify(
      { prompts: { 'a"b': { gates: [{ min: 1 }, { max: 2 }] } }, maxCost: 1 },
      null,
      2,
    );
    expect(locateField(json, ['prompts', 'a"b', 'gates', 1, 'max'])).toBe(9);
    expect(locateField(json, ['maxCost'])).toBe(14);
  });

  it('finds every field of any JSON', () => {
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(fc.integer(), fc.constantFrom('a{b', '[', '"', ',:', '//', '`', "'")),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c-d', 'e f', '{', ',', 'q"', 'back\\slash'), tie('tree'), {
          maxKeys: 3,
        }),
      ),
    })).tree;
    fc.assert(
      fc.property(value, (tree) => {
        const text = JSON.stringify({ first: 1, top: tree, last: 2 }, null, 1);
        const lines = text.split('\n');
        expect(locateField(text, ['top'])).toBe(3);
        expect(locateField(text, ['last'])).toBe(lines.length - 1);
        for (const [path, key] of keysOf(tree)) {
          const line = lines[(locateField(text, ['top', ...path]) ?? 0) - 1];
          expect(line?.trim().startsWith(`${JSON.stringify(key)}:`)).toBe(true);
        }
      }),
    );
  });

  it.each(['', '{', 'export default {{{', 'prompts: [', "{ prompts: '", '/* {prompts: 1}', '{ prompts: ] }'])(
    'survives %j',
    (broken) => {
      expect(() => locateField(broken, ['prompts', 'a', 0, 'b'])).not.toThrow();
    },
  );
});

/** Every key in a tree, with its path. */
function keysOf(tree: unknown, path: (string | number)[] = []): [path: (string | number)[], key: string][] {
  if (typeof tree !== 'object' || tree === null) return [];
  const steps: [string | number, unknown][] = Array.isArray(tree)
    ? [...tree.entries()]
    : Object.entries(tree);
  return steps.flatMap(([step, member]) => [
    ...(typeof step === 'string' ? [[[...path, step], step] as [typeof path, string]] : []),
    ...keysOf(member, [...path, step]),
  ]);
}
