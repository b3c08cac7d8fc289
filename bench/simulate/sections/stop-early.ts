import type { Claim } from '../claim.ts';
import { flipsWith } from '../measures/exact-gate.ts';
import { type Looked, looksAtFlips, looksAtWorld } from '../measures/stop-early.ts';
import { cost, latency } from '../paired-values.ts';
import type { Shipped } from '../shipped.ts';
import { percent, tableLines } from '../table.ts';
import { ordinaryAmounts } from '../worlds/amounts.ts';
import { unchangedFlaky } from '../worlds/flaky.ts';
import { scoreWorlds } from '../worlds/scores.ts';
import type { Measure } from './section.ts';

/** Looks may cost an unchanged prompt at most so much of its chance to pass. */
export const mostPowerLost = 0.03;

/** One case in ten flips, and the true drop is one of these; 0 is an unchanged prompt. */
const share = 0.1;
const drops = [0, 0.05, 0.1];
const margin = 0.05;

export interface LookRow extends Looked {
  name: string;
  isUnchanged: boolean;
  draws?: number;
}

/** Method A, by exact sums. */
export function looksAtDrops(shipped: Shipped, cases: number): LookRow[] {
  return drops.map((drop) => ({
    name: `pass/fail, ${cases} cases, ${drop === 0 ? 'unchanged' : `${percent(drop, 0)} worse`}`,
    isUnchanged: drop === 0,
    ...looksAtFlips(shipped, cases, margin, flipsWith(Math.max(share, drop), drop)),
  }));
}

/** Unchanged prompts by the other methods, by draws. */
export function looksAtOthers(shipped: Shipped, draws: number): LookRow[] {
  const simulation = { cases: 100, repeats: 1, margin, draws };
  const amounts = [latency, cost].map((metric) => ({
    world: ordinaryAmounts(metric, 0, 0.3),
    simulation: { ...simulation, margin: 0.1 },
    name: metric.id,
  }));
  const scores = scoreWorlds(0).map((world) => ({ world, simulation, name: `scores: ${world.name}` }));
  const repeats = { world: unchangedFlaky(), simulation: { ...simulation, repeats: 5 }, name: '5 repeats' };
  return [repeats, ...scores, ...amounts].map(({ world, simulation: asked, name }) => ({
    name: `${name}, ${asked.cases} cases, unchanged`,
    isUnchanged: true,
    draws,
    ...looksAtWorld(shipped, world, asked),
  }));
}

/** What it costs to look after a quarter, half and three quarters of the cases, and what it saves. */
export const measureStopEarly: Measure = (shipped, { draws, caseCounts }) => {
  const rows = [
    ...caseCounts.filter((cases) => cases <= 300).flatMap((cases) => looksAtDrops(shipped, cases)),
    ...looksAtOthers(shipped, Math.min(draws, 2000)),
  ];
  return {
    title: 'stopEarly: chance to promote without and with looks, and the share of the calls that are made',
    lines: tableLines([
      ['', 'without', 'with looks', 'calls'],
      ...rows.map(({ name, without, withLooks, calls }) => [
        name,
        percent(without),
        percent(withLooks),
        percent(calls, 0),
      ]),
    ]),
    claims: rows.map(
      ({ name, isUnchanged, without, withLooks }): Claim => ({
        what: `stopEarly, ${name}: power lost`,
        rate: without - withLooks,
        atMost: isUnchanged ? mostPowerLost : 1,
      }),
    ),
  };
};
