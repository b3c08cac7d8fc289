import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import type { Evaluator } from '../../../src/core/evaluator.ts';
import { defineEvaluator, evaluatorProblems } from '../../../src/evaluators/options/define-evaluator.ts';
import { make, minimalOptions } from '../built-ins.ts';

const good = {
  name: 'polite',
  version: '1',
  metrics: [{ id: 'politeness', better: 'higher', kind: 'score', range: [1, 5], unit: 'points' }],
  evaluate: () => ({ metric: 'politeness', value: 5 }),
} satisfies Evaluator;

const [metric] = good.metrics;
const fieldsOf = (evaluator: unknown): (string | undefined)[] =>
  evaluatorProblems(evaluator).map((problem) => problem.field);

const pairwise = { id: 'p', better: 'higher', kind: 'score', range: [0, 1], pairwise: true };

describe('defineEvaluator', () => {
  it('gives back the same object', () => {
    expect(defineEvaluator(good)).toBe(good);
  });

  it('takes an instance of a class', () => {
    class Polite {
      name = 'polite';
      version = '1';
      metrics = good.metrics;
      count = 0;
      evaluate() {
        return { metric: 'politeness', value: 5 };
      }
    }
    const evaluator = new Polite();
    expect(defineEvaluator(evaluator)).toBe(evaluator);
  });

  it('holds its scores to its metrics, as far as types can', () => {
    const { metrics } = defineEvaluator({
      name: 'short',
      version: '1',
      metrics: [{ id: 'short', better: 'higher', kind: 'binary', range: [0, 1] }],
      evaluate: async ({ completion }) => [{ metric: 'short', value: completion.text.length > 9 ? 0 : 1 }],
    });
    expect(metrics[0]?.id satisfies 'short' | undefined).toBe('short');
    defineEvaluator({
      name: 'short',
      version: '1',
      metrics: [{ id: 'short', better: 'higher', kind: 'binary', range: [0, 1] }],
      // @ts-expect-error no such metric
      evaluate: () => ({ metric: 'shrot', value: 1 }),
    });
  });

  it('throws every problem as one InputError', () => {
    const broken = { ...good, version: '', timeoutMs: 0 };
    expect(() => defineEvaluator(broken)).toThrow(InputError);
    expect(() => defineEvaluator(broken)).toThrow(
      'polite.version: is empty; expected a text such as "1"\npolite.timeoutMs: is the number 0; expected milliseconds, more than 0',
    );
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, ['evaluator']],
    ['a list', [good], ['evaluator']],
    ['a function', () => good, ['evaluator']],
    [
      'an empty object',
      {},
      ['evaluator.name', 'evaluator.version', 'evaluator.metrics', 'evaluator.evaluate'],
    ],
    ['a number as version', { ...good, version: 1 }, ['polite.version']],
    ['a metric that is not in a list', { ...good, metrics: metric }, ['polite.metrics']],
    ['no metric', { ...good, metrics: [] }, ['polite.metrics']],
    ['a metric that is a name', { ...good, metrics: ['politeness'] }, ['polite.metrics[0]']],
    [
      'a metric without anything',
      { ...good, metrics: [{}] },
      ['id', 'better', 'kind', 'range'].map((key) => `polite.metrics[0].${key}`),
    ],
    [
      'a metric that is measured already',
      { ...good, metrics: [{ ...metric, id: 'latency' }] },
      ['polite.metrics[0].id'],
    ],
    ['a model without its provider', { ...good, models: ['gpt-4'] }, ['polite.models']],
    ['no list of models', { ...good, models: 4 }, ['polite.models']],
    ['no question for people', { ...good, asks: 'Is it kind?' }, ['polite.asks']],
    [
      'a level that is no number',
      { ...good, asks: { question: 'a', scores: [{ score: 'b' }] } },
      ['polite.asks'],
    ],
    ['a comparison without a metric for it', { ...good, compare: () => [] }, ['polite.metrics']],
    ['a metric of pairs without a comparison', { ...good, metrics: [pairwise] }, ['polite.metrics']],
    ['a comparison that is none', { ...good, metrics: [pairwise], compare: 1 }, ['polite.compare']],
    ['a wrong direction', { ...good, metrics: [{ ...metric, better: 'up' }] }, ['polite.metrics[0].better']],
    ['a wrong kind', { ...good, metrics: [{ ...metric, kind: 'amount' }] }, ['polite.metrics[0].kind']],
    ['a range of one', { ...good, metrics: [{ ...metric, range: [1] }] }, ['polite.metrics[0].range']],
    [
      'a range without end',
      { ...good, metrics: [{ ...metric, range: [0, Infinity] }] },
      ['polite.metrics[0].range'],
    ],
    [
      'a range the wrong way',
      { ...good, metrics: [{ ...metric, range: [5, 1] }] },
      ['polite.metrics[0].range'],
    ],
    [
      'a binary range of 1 to 5',
      { ...good, metrics: [{ ...metric, kind: 'binary' }] },
      ['polite.metrics[0].range'],
    ],
    ['a unit that is no text', { ...good, metrics: [{ ...metric, unit: 5 }] }, ['polite.metrics[0].unit']],
    ['two metrics of one id', { ...good, metrics: [metric, metric] }, ['polite.metrics[1].id']],
    ['a prepare that is no function', { ...good, prepare: {} }, ['polite.prepare']],
    ['a misspelled member', { ...good, timeoutMS: 5 }, ['polite.timeoutMS']],
    ['members of its own', { ...good, cache: new Map(), limit: 3 }, []],
  ])('%s', (_, evaluator, fields) => {
    expect(fieldsOf(evaluator)).toEqual(fields);
  });

  it.each(Object.entries(minimalOptions))('finds nothing wrong with %s', (name, options) => {
    expect(evaluatorProblems(make(name, options))).toEqual([]);
  });
});
