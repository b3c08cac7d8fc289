import { expect, it } from 'vitest';
import { proposedMargin } from '../../src/starter/proposed-margin.ts';

it.each([
  [1, null],
  [13, null],
  [14, 0.195],
  [58, 0.055],
  [59, 0.05],
  [60, 0.05],
  [149, 0.02],
  [5000, 0.005],
])('%i cases are offered a margin of %s', (cases, margin) => {
  expect(proposedMargin(cases)).toBe(margin);
});
