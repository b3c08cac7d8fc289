import { expect, it } from 'vitest';
import type { Evaluator } from '../../src/core/evaluator.ts';
import { evaluatorsDigest } from '../../src/evaluation/digests.ts';
import { builtInEvaluators } from '../../src/evaluators/built-ins.ts';
import { jsonSchema } from '../../src/evaluators/json/json-schema.ts';
import { fromScorer } from '../../src/evaluators/options/from-scorer.ts';
import { contains } from '../../src/evaluators/texts/contains.ts';
import { exactMatch } from '../../src/evaluators/texts/exact-match.ts';

const digest = (evaluator: Evaluator) => evaluatorsDigest([evaluator]);
const matching = exactMatch({ metric: 'quality', path: 'topic' });

/** Its functions as another build of the package would write them. */
function rebuilt(evaluator: Evaluator): Evaluator {
  const { evaluate, compare, prepare } = evaluator;
  return {
    ...evaluator,
    evaluate: rewritten(evaluate),
    ...(compare && { compare: rewritten(compare) }),
    ...(prepare && { prepare: rewritten(prepare) }),
  };
}

function rewritten<Own extends (...given: never[]) => unknown>(own: Own): Own {
  const other = (...given: never[]) => own(...given);
  return Object.defineProperties(other, Object.getOwnPropertyDescriptors(own)) as Own;
}

it.each<[string, Evaluator, boolean]>([
  ['built another time', rebuilt(matching), true],
  ['with other options', exactMatch({ metric: 'quality', path: 'other' }), false],
  ['with another metric', exactMatch({ metric: 'topic', path: 'topic' }), false],
  ['of another version', { ...matching, version: '0' }, false],
  ['with a function of somebody else in it', { ...matching, evaluate: () => [] }, false],
])('an evaluator of this package %s', (_, other, isSame) => {
  expect(digest(other) === digest(matching)).toBe(isSame);
});

const made: Record<string, unknown> = {
  bleu: {},
  caseChecks: {},
  composite: { metric: 'all', of: { quality: 1 } },
  contains: { text: 'x' },
  containsAll: { texts: ['x'] },
  containsAny: { texts: ['x'] },
  excludes: { texts: ['x'] },
  finishReason: {},
  escalates: { tool: 'x', must: true },
  forbidden: { patterns: [/x/] },
  grounded: { model: 'openai/m', field: 'source' },
  humanReview: { question: 'Good?' },
  injection: { field: 'x' },
  jsonSchema: { schema: { type: 'object' } },
  language: { is: 'de' },
  leak: { canaries: ['x'] },
  length: { characters: { max: 5 } },
  llmJudge: { model: 'openai/m', criteria: 'Good?' },
  matches: { pattern: /x/ },
  pairwiseJudge: { model: 'openai/m', criteria: 'Better?' },
  refusal: { must: 'refuse' },
  rouge: {},
  semanticSimilarity: { model: 'openai/m' },
  startsWith: { text: 'x' },
  toolCall: {},
};

it.each(Object.keys(builtInEvaluators))('%s is told by its name, its version and its options', (name) => {
  const make: (options: never) => Evaluator = builtInEvaluators[name as keyof typeof builtInEvaluators];
  const evaluator = make((made[name] ?? {}) as never);
  expect(digest(rebuilt(evaluator))).toBe(digest(evaluator));
  expect(digest({ ...evaluator, evaluate: () => [] })).not.toBe(digest(evaluator));
});

it('jsonSchema is told by its name, its version and its options, where the prompt has the schema too', () => {
  expect(digest(rebuilt(jsonSchema()))).toBe(digest(jsonSchema()));
});

const own: Evaluator = { ...matching, name: 'own', evaluate: () => [] };

it.each<[string, Partial<Evaluator>]>([
  ['asks another model', { models: ['openai/other'] }],
  ['embeds by another model', { embeddings: ['openai/other'] }],
  ['is prepared otherwise', { prepare: () => matching }],
  ['compares otherwise', { compare: () => ({ metric: 'quality', unscored: 'no' }) }],
  ['scores by an evaluator of this package', { evaluate: matching.evaluate }],
])("one's own that %s is another", (_, change) => {
  const before: Evaluator = {
    ...own,
    models: ['openai/m'],
    embeddings: ['openai/m'],
    prepare: () => own,
    compare: () => ({ metric: 'quality', prefers: null }),
  };
  expect(digest({ ...before, ...change })).not.toBe(digest(before));
});

it("one's own that scores by an evaluator of this package is told by which one that is", () => {
  const by = ({ evaluate }: Evaluator) => digest({ ...own, evaluate });
  const digests = [by(matching), by(exactMatch({ path: 'other' })), by(contains({ text: 'a' }))];
  expect(new Set(digests).size).toBe(3);
  expect(by(rebuilt(matching))).toBe(digests[0]);
});

it('a scorer of a library is told by the text of its function', () => {
  const of = (scorer: () => { score: number }) =>
    digest(fromScorer(scorer, { metric: 'tone', version: '1' } as never));
  expect(of(() => ({ score: 1 }))).not.toBe(of(() => ({ score: 0 })));
});
