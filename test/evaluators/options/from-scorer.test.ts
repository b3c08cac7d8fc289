import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import {
  type FromScorerOptions,
  fromScorer,
  type Scorer,
} from '../../../src/evaluators/options/from-scorer.ts';
import { checkEvaluator } from '../../../src/testing/index.ts';
import { contextWith, scoreIn } from '../context.ts';

/** As autoevals has them: an object with `output`, `expected` and what else there is, and `Score` as the answer. */
interface AutoevalsScore {
  name: string;
  score: number | null;
  metadata?: Record<string, unknown>;
}
const Levenshtein = async (args: { output: string; expected?: string }): Promise<AutoevalsScore> => {
  if (args.expected === undefined) throw new Error('LevenshteinScorer requires an expected value');
  return { name: 'Levenshtein', score: args.output === args.expected ? 1 : 0.25 };
};
const Factuality = async (args: {
  input: string;
  output: string;
  expected?: string;
}): Promise<AutoevalsScore> => ({
  name: 'Factuality',
  score: args.output === '?' ? null : 0.6,
  metadata: { rationale: `about ${args.input}`, choice: 'B' },
});

/** As openevals has them in TypeScript and in Python. */
const exactMatch = async (params: { outputs: unknown; referenceOutputs?: unknown }) => ({
  key: 'exact_match',
  score: JSON.stringify(params.outputs) === JSON.stringify(params.referenceOutputs),
  comment: undefined,
});
const correctness = async ({
  inputs,
  outputs,
  reference_outputs,
}: {
  inputs: unknown;
  outputs: string;
  reference_outputs?: unknown;
}) => ({
  key: 'correctness',
  score: outputs === reference_outputs ? 1 : 0,
  comment: `asked: ${JSON.stringify(inputs)}`,
});

const context = contextWith('Paris', { expected: 'Paris', variables: { question: 'capital of France' } });

describe('fromScorer', () => {
  it.each<[string, Scorer, object]>([
    ['Levenshtein of autoevals', Levenshtein, { value: 1 }],
    ['Factuality of autoevals', Factuality, { value: 0.6, reason: 'about capital of France' }],
    ['exactMatch of openevals', exactMatch, { value: 1 }],
    ['correctness of openevals', correctness, { value: 1, reason: 'asked: "capital of France"' }],
    ['a function that gives a number', () => 0.5, { value: 0.5 }],
    [
      'one that is not asynchronous',
      ({ output }: { output: string }) => ({ name: 'a', score: output.length / 10 }),
      { value: 0.5 },
    ],
    [
      'one that gives a list of one',
      () => [{ key: 'a', score: false, comment: 'no' }],
      { value: 0, reason: 'no' },
    ],
  ])('takes %s as it is', async (_, scorer, score) => {
    expect(await scoreIn(fromScorer(scorer, { metric: 'facts' }), context)).toEqual({
      metric: 'facts',
      ...score,
    });
  });

  it('leaves unscored what a scorer can not tell, and throws what it throws', async () => {
    const facts = fromScorer(Factuality, { metric: 'facts' });
    expect(await scoreIn(facts, contextWith('?', { variables: { a: 1, b: 2 } }))).toEqual({
      metric: 'facts',
      unscored: 'about [object Object]',
    });
    const near = fromScorer(Levenshtein, { metric: 'near' });
    await expect(scoreIn(near, contextWith('x', {}))).rejects.toThrow('requires an expected value');
    await expect(
      scoreIn(
        fromScorer(() => ({ score: 'high' }), { metric: 'a' }),
        context,
      ),
    ).rejects.toThrow('no score');
    await expect(
      scoreIn(
        fromScorer(() => [1, 1], { metric: 'a' }),
        context,
      ),
    ).rejects.toThrow('2 scores');
  });

  it('gives further arguments, and names the scorer', async () => {
    const faithful = async ({ context: given }: { context: string }) => ({
      name: 'f',
      score: given === 'doc' ? 1 : 0,
    });
    const options: FromScorerOptions = {
      metric: 'faithful',
      kind: 'binary',
      arguments: () => ({ context: 'doc' }),
    };
    const evaluator = fromScorer(faithful, options);
    expect(await scoreIn(evaluator, context)).toEqual({ metric: 'faithful', value: 1 });
    expect(evaluator).toMatchObject({
      name: 'faithful',
      options: { scorer: faithful },
      metrics: [{ kind: 'binary' }],
    });
  });

  it('keeps the contract', async () => {
    await checkEvaluator(fromScorer(exactMatch, { metric: 'same' }));
  });

  it('finds options that can not be used', () => {
    expect(() => fromScorer(exactMatch, { metric: 'cost', range: [1, 0] })).toThrow(InputError);
    expect(() => Reflect.apply(fromScorer, undefined, ['x', { metric: 'a' }])).toThrow(
      'is given no function',
    );
  });

  it.each<[unknown, string]>([
    [undefined, 'fromScorer: the options are missing'],
    [{ metric: 'a', argumets: () => ({}) }, 'fromScorer.argumets: unknown option. Did you mean "arguments"?'],
    [
      { metric: 'a', arguments: { context: 'doc' } },
      'fromScorer.arguments: is an object; expected a function',
    ],
  ])('refuses the options %j', (options, message) => {
    expect(() => Reflect.apply(fromScorer, undefined, [exactMatch, options])).toThrow(message);
  });
});
