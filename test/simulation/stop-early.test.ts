import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isBroken } from '../../bench/simulate/claim.ts';
import { looksAtFlips, looksAtWorld } from '../../bench/simulate/measures/stop-early.ts';
import { passFail } from '../../bench/simulate/paired-values.ts';
import {
  looksAtDrops,
  looksAtOthers,
  measureStopEarly,
  mostPowerLost,
} from '../../bench/simulate/sections/stop-early.ts';
import type { World } from '../../bench/simulate/worlds/world.ts';
import { chanceToPassUnchanged } from '../../src/statistics/provable-margin.ts';
import { source } from './source.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/gates.md', import.meta.url)), 'utf8');
const inPercent = (share: number) => `${(100 * share).toFixed(share < 0.01 ? 1 : 0)} %`;

describe('looks at a pass/fail gate, by exact sums', () => {
  it('add up to what the gate does without them', () => {
    const { without, calls } = looksAtFlips({ ...source, leastChance: 0 }, 60, 0.05, {
      win: 0.05,
      loss: 0.05,
    });
    const question = { cases: 60, margin: 0.05, confidence: 0.95, flipShare: 0.1 };
    expect(without).toBeCloseTo(chanceToPassUnchanged(question), 9);
    expect(calls).toBeCloseTo(1, 9);
  });

  it.each([50, 100, 300])('of %i cases cost little power, never promote more, and save calls', (cases) => {
    const [same, worse, far] = looksAtDrops(source, cases);
    if (!same || !worse || !far) throw new Error('three drops are measured');
    expect(same.without - same.withLooks).toBeLessThan(mostPowerLost);
    for (const row of [same, worse, far]) expect(row.withLooks).toBeLessThanOrEqual(row.without + 1e-9);
    expect(far.calls).toBeLessThan(0.55);
    expect(worse.calls).toBeLessThan(0.8);
    expect(worse.withLooks).toBeLessThanOrEqual(0.05);
  });

  it('are as the page on gates says', () => {
    for (const cases of [50, 100, 300]) {
      const cells = looksAtDrops(source, cases);
      const [same] = cells;
      const lost = same ? `${(100 * (same.without - same.withLooks)).toFixed(1)} points` : '';
      expect(page).toContain(
        `| ${[cases, lost, ...cells.map(({ calls }) => inPercent(calls))].join(' | ')} |`,
      );
    }
  });

  it('come to the same by draws, through the shipped comparison', () => {
    const world: World = {
      name: 'one in ten flips',
      metric: passFail,
      draw(random, baseline, candidate) {
        const where = random.uniform();
        baseline.fill(where < 0.05 ? 0 : 1);
        candidate.fill(where >= 0.05 && where < 0.1 ? 0 : 1);
      },
    };
    const draws = 150;
    const drawn = looksAtWorld(source, world, { cases: 50, repeats: 1, margin: 0.05, draws });
    const exact = looksAtFlips(source, 50, 0.05, { win: 0.05, loss: 0.05 });
    expect(Math.abs(drawn.withLooks - exact.withLooks)).toBeLessThan(4 * Math.sqrt(0.2 / draws));
    expect(Math.abs(drawn.calls - exact.calls)).toBeLessThan((4 * 0.3) / Math.sqrt(draws));
  });
});

describe('looks by the other methods', () => {
  it.each(looksAtOthers(source, 400))('cost little power: $name', ({ without, withLooks, calls }) => {
    expect(without - withLooks).toBeLessThan(mostPowerLost);
    expect(calls).toBeGreaterThan(0.9);
  });

  it('would be found out if they were hasty', () => {
    const { claims } = measureStopEarly({ ...source, leastChance: 0.5 }, { draws: 100, caseCounts: [100] });
    expect(claims.some(isBroken)).toBe(true);
    const shipped = measureStopEarly(source, { draws: 100, caseCounts: [100] });
    expect(shipped.claims.filter(isBroken)).toEqual([]);
  });
});
