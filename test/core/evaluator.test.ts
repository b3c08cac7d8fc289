import { expect, it } from 'vitest';
import { asksAboutAnswers, type Evaluator } from '../../src/core/evaluator.ts';

const plain: Evaluator = { name: 'plain', version: '1', metrics: [], evaluate: () => [] };
const compare = () => {
  throw new Error('it is not asked');
};

it.each<[string, Partial<Evaluator>, boolean]>([
  ['asks none', {}, false],
  ['asks a model', { models: ['openai/judge'] }, true],
  ['asks for vectors', { embeddings: ['openai/vectors'] }, true],
  ['asks a model about two answers', { models: ['openai/judge'], compare }, false],
])('an evaluator that %s', (_, changes, expected) => {
  expect(asksAboutAnswers({ ...plain, ...changes })).toBe(expected);
});
