import { describe, expect, it } from 'vitest';
import { type Random, randomFor } from '../../bench/simulate/random.ts';

const many = 20_000;
const draw = (label: string, next: (random: Random) => number) => {
  const random = randomFor(label);
  return Array.from({ length: many }, () => next(random));
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) => {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
};

describe('the random numbers', () => {
  it('are the same for the same label and others for another', () => {
    expect(draw('one', (random) => random.uniform())).toEqual(draw('one', (random) => random.uniform()));
    expect(randomFor('one').uniform()).not.toBe(randomFor('two').uniform());
  });

  // Everything is seeded, so nothing here can fail by chance; the tolerances are about four standard errors.
  it.each<[string, (random: Random) => number, number, number]>([
    ['uniform', (random) => random.uniform(), 0.5, Math.sqrt(1 / 12)],
    ['normal', (random) => random.normal(), 0, 1],
    ['bell', (random) => random.bell(), 0, 1],
    ['chance', (random) => (random.chance(0.2) ? 1 : 0), 0.2, 0.4],
    ['beta', (random) => random.beta(8, 2), 0.8, Math.sqrt(16 / 1100)],
    ['logNormal', (random) => random.logNormal(0.5), 1, Math.sqrt(Math.exp(0.25) - 1)],
    ['ln logNormal', (random) => Math.log(random.logNormal(0.5)), -0.125, 0.5],
  ])('%s has its mean and deviation', (name, next, expectedMean, expectedDeviation) => {
    const values = draw(name, next);
    expect(Math.abs(mean(values) - expectedMean)).toBeLessThan((4 * expectedDeviation) / Math.sqrt(many));
    expect(deviation(values) / expectedDeviation).toBeCloseTo(1, 1);
  });

  it('does not repeat what it just said', () => {
    const values = draw('pairs', (random) => random.uniform());
    const products = values.slice(1).map((value, index) => (value - 0.5) * ((values[index] ?? 0) - 0.5) * 12);
    expect(Math.abs(mean(products))).toBeLessThan(4 / Math.sqrt(many));
  });
});
