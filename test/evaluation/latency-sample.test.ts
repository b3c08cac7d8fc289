import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/core/gate.ts';
import { gatesForAll, latencySample } from '../../src/evaluation/latency-sample.ts';

const common = { name: 'latency', enforced: true, confidence: 0.95, models: null, slice: null } as const;
const p95: Gate = { ...common, rule: 'max', metric: 'latency', limit: 1000, stat: 'p95' };
const increase = (limit: number): Gate => ({ ...common, rule: 'maxIncrease', metric: 'latency', limit });

/** Every tenth is tagged `rare`. */
const order = Array.from({ length: 1000 }, (_, index) => ({
  id: `case-${index}`,
  tags: index % 10 === 9 ? ['rare'] : [],
}));

describe('the cases that are asked for their latency', () => {
  it.each<[string, Gate[], number]>([
    ['no gate', [], 0],
    ['a gate on another metric', [{ ...p95, metric: 'cost' }], 0],
    ['a gate that decides nothing', [{ ...p95, enforced: false }], 0],
    ['a p95', [p95], 153],
    ['a surer p95', [{ ...p95, confidence: 0.99 }], 198],
    ['an increase of 20 %', [increase(0.2)], 47],
    ['an increase of 10 %', [increase(0.1)], 171],
    ['both, the larger one', [p95, increase(0.2)], 153],
    ['a slice, as many of it', [{ ...increase(0.2), slice: 'rare' }], 470],
    ['a slice that is too small, all', [{ ...p95, slice: 'rare' }], 1000],
    ['a rule on every answer, all', [{ ...p95, stat: null }], 1000],
    ['a gate that counts clusters, all', [{ ...p95, cluster: 'customer' }], 1000],
  ])('%s', (_, gates, cases) => {
    expect(latencySample(gates, order)).toEqual(order.slice(0, cases));
  });
});

describe('the gates that need all cases', () => {
  const clustered: Gate = { ...p95, name: 'by customer', cluster: 'customer' };

  it.each<[string, Gate[], number, string[]]>([
    ['no gate', [], 1000, []],
    ['a sample that is smaller', [p95], 154, []],
    ['a sample that is all', [p95], 153, ['latency']],
    ['fewer than it needs', [p95, { ...increase(0.2), name: 'rise' }], 60, ['latency']],
    ['one that counts clusters, beside one that needs a sample', [p95, clustered], 1000, ['by customer']],
    ['one that decides nothing', [{ ...clustered, enforced: false }], 1000, []],
    ['no case', [p95], 0, []],
  ])('%s', (_, gates, cases, names) => {
    expect(gatesForAll(gates, order.slice(0, cases)).map(({ name }) => name)).toEqual(names);
  });
});
