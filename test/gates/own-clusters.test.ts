import { expect, it } from 'vitest';
import { noWorseThan, quality } from '../comparison/observed.ts';
import { outcomeOn } from './judged.ts';

const rows = [
  ...Array.from({ length: 4 }, (_, index) => ({ customer: 'a', baseline: 1, candidate: index < 2 ? 1 : 0 })),
  { customer: 'b', baseline: 1, candidate: 1 },
];

it('an outcome says what was seen over its own clusters, and nothing of it where each case stands for itself', () => {
  const clustered = outcomeOn(rows, quality, noWorseThan('quality', 0.1, { cluster: 'customer' }));
  expect(clustered.seen).toEqual({ baseline: 1, candidate: 0.75, delta: -0.25 });
  expect(outcomeOn(rows, quality, noWorseThan('quality', 0.1))).not.toHaveProperty('seen');
});
