import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roundUsd } from '../../src/core/round-usd.ts';

it.each([
  [0.1 + 0.2, 0.3],
  [0.00002040000000000003, 0.0000204],
  [0, 0],
  [1234.5, 1234.5],
  [6.150000000000001e-12, 6.15e-12],
  [6e-13, 6e-13],
])('%f is %f', (usd, rounded) => {
  expect(roundUsd(usd)).toBe(rounded);
});

it('does not depend on the order in which costs were added', () => {
  const costs = fc.array(
    fc.integer({ min: 0, max: 2_000_000 }).map((units) => units / 10_000_000),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(costs, (list) => {
      const sum = (values: number[]) => roundUsd(values.reduce((total, value) => total + value, 0));
      expect(sum(list)).toBe(sum(list.toReversed()));
    }),
  );
});
