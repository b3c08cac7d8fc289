import { expect, it } from 'vitest';
import { Observations } from '../../src/comparison/observations.ts';
import { judgeFigures } from '../../src/evaluation/judge-figures.ts';
import { CallTally } from '../../src/runner/call-tally.ts';

it('adds what a judge cost without the noise of adding', () => {
  const calls = new CallTally();
  for (const usd of [0.1, 0.2]) {
    const spend = { calls: 1, usd, unpriced: 0 };
    const place = { arm: 'candidate', case: 'a', model: 'p/m', repeat: 0, attempts: 1 } as const;
    calls.add({ ...place, status: 'completed', scores: [], judge: { ...spend, by: { tone: spend } } });
  }
  const judged = new Observations([], 1);
  const checks = [
    { metric: 'tone', kappaAtLeast: null, asks: 1 },
    { metric: 'mean', kappaAtLeast: null, asks: 0 },
  ];
  expect(judgeFigures(checks, { metrics: [], judged, calls })).toEqual([
    { ...checks[0], spend: { calls: 2, usd: 0.3, unpriced: 0 } },
    checks[1],
  ]);
});
