import { describe, expect, it } from 'vitest';
import { clusteredRoom, cost, latency } from '../../bench/simulate/paired-values.ts';
import { randomFor } from '../../bench/simulate/random.ts';
import { relativeWorlds } from '../../bench/simulate/sections/relative.ts';
import { oneInAHundred, onlyRareAnswers, ordinaryAmounts } from '../../bench/simulate/worlds/amounts.ts';
import { type ClusterWorld, unchangedClusters, worseClusters } from '../../bench/simulate/worlds/clusters.ts';
import { brokenForGood, unchangedFlaky, worseFlaky } from '../../bench/simulate/worlds/flaky.ts';
import { scoreWorlds } from '../../bench/simulate/worlds/scores.ts';
import type { World } from '../../bench/simulate/worlds/world.ts';

const many = 40_000;

/** Mean and standard error of what `of` says about drawn cases. */
function estimate(world: World, of: (baseline: number, candidate: number) => number) {
  const random = randomFor(world.name);
  const [baseline, candidate] = [[0], [0]];
  let [sum, squares] = [0, 0];
  for (let index = 0; index < many; index++) {
    world.draw(random, baseline, candidate);
    const value = of(baseline[0] ?? Number.NaN, candidate[0] ?? Number.NaN);
    sum += value;
    squares += value * value;
  }
  const mean = sum / many;
  return { mean, error: Math.sqrt((squares / many - mean * mean) / many) };
}

const drop = 0.05;

/** The mean drop of a cluster of five cases, and its standard error. */
function estimateOfClusters(world: ClusterWorld) {
  const random = randomFor(world.name);
  const { cases } = clusteredRoom(world.metric, 1, 5);
  let [sum, squares] = [0, 0];
  for (let index = 0; index < many; index++) {
    world.draw(random, cases);
    const drops = cases.map(({ baseline, candidate }) => (baseline[0] ?? 0) - (candidate[0] ?? 0));
    const value = drops.reduce((total, one) => total + one, 0) / cases.length;
    sum += value;
    squares += value * value;
  }
  const mean = sum / many;
  return { mean, error: Math.sqrt((squares / many - mean * mean) / many) };
}

describe('every world', () => {
  it.each([
    ...scoreWorlds(drop).map((world) => ({ world, expected: drop })),
    ...scoreWorlds(0).map((world) => ({ world, expected: 0 })),
    ...worseFlaky(drop).map((world) => ({ world, expected: drop })),
    { world: brokenForGood(drop), expected: drop },
    { world: unchangedFlaky(), expected: 0 },
  ])('$world.name is worse by $expected', ({ world, expected }) => {
    const { mean, error } = estimate(world, (baseline, candidate) => baseline - candidate);
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(4 * error);
  });

  it.each([...scoreWorlds(drop), ...worseFlaky(drop), brokenForGood(drop), unchangedFlaky()])(
    '$name keeps its scores between 0 and 1',
    (world) => {
      const outside = estimate(world, (baseline, candidate) =>
        Math.min(baseline, candidate) < 0 || Math.max(baseline, candidate) > 1 ? 1 : 0,
      );
      expect(outside.mean).toBe(0);
    },
  );

  it.each([
    ...worseClusters(drop).map((world) => ({ world, expected: drop })),
    ...unchangedClusters().map((world) => ({ world, expected: 0 })),
  ])('of clusters, $world.name, is worse by $expected', ({ world, expected }) => {
    const { mean, error } = estimateOfClusters(world);
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(4 * error);
  });

  it.each(relativeWorlds(drop))('$name is worse by 5 % of its baseline', (world) => {
    const { mean, error } = estimate(world, (baseline, candidate) => candidate - (1 - drop) * baseline);
    expect(Math.abs(mean)).toBeLessThanOrEqual(4 * error);
  });

  it.each([
    ordinaryAmounts(cost, 0.1, 0.3),
    oneInAHundred(cost, 0.1, 0.1, 3),
    onlyRareAnswers(cost, 0.1, 0.1, 3),
  ])('cost with $name is higher by 10 %', (world) => {
    const { mean, error } = estimate(world, (baseline, candidate) => candidate - 1.1 * baseline);
    expect(Math.abs(mean)).toBeLessThan(4 * error);
  });

  it.each([
    ordinaryAmounts(latency, 0.1, 0.3),
    oneInAHundred(latency, 0.1, 0.1, 20),
    onlyRareAnswers(latency, 0.1, 0.1, 20),
  ])('typical latency with $name is higher by 10 %', (world) => {
    const { mean, error } = estimate(world, (baseline, candidate) => Math.log(candidate / baseline));
    expect(Math.abs(mean - Math.log(1.1))).toBeLessThan(4 * error);
  });
});
