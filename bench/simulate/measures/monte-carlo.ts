import { emptyRoom, pairsOf } from '../paired-values.ts';
import { type Random, randomFor } from '../random.ts';
import { confidence, type Shipped } from '../shipped.ts';
import type { PassingTables } from '../sums.ts';
import type { World } from '../worlds/world.ts';

export interface Simulation {
  cases: number;
  repeats: number;
  /** What the gate allows, in the units of `Comparison.delta`: 0.05 is 5 points, or 5 % for amounts. */
  margin: number;
  /** The margin is a share of the baseline. */
  isRelative?: boolean;
  draws: number;
}

/** How often the gate "no worse by the margin" passes in a world. */
export function promotionRate(
  shipped: Pick<Shipped, 'answerDifference'>,
  world: World,
  simulation: Simulation,
): number {
  const room = emptyRoom(world.metric, simulation.cases, simulation.repeats);
  const { margin, isRelative = false } = simulation;
  const question = isRelative
    ? { confidence, threshold: 0, relative: -margin }
    : { confidence, threshold: -margin, relative: null };
  return share(simulation.draws, randomOf(world, simulation), (random) => {
    for (const { baseline, candidate } of room.cases) world.draw(random, baseline, candidate);
    return shipped.answerDifference(pairsOf(room), question).proven === 'above';
  });
}

/** The field's habit: every repeat counts as a case of its own. `tables` are those of cases × repeats cases. */
export function promotionRateOfPooledRepeats(
  tables: PassingTables,
  world: World,
  simulation: Omit<Simulation, 'margin'>,
): number {
  const { cases, repeats, draws } = simulation;
  const baseline = new Array<number>(repeats).fill(0);
  const candidate = new Array<number>(repeats).fill(0);
  return share(draws, randomOf(world, simulation), (random) => {
    let [wins, losses] = [0, 0];
    for (let index = 0; index < cases; index++) {
      world.draw(random, baseline, candidate);
      for (let repeat = 0; repeat < repeats; repeat++) {
        const difference = (candidate[repeat] ?? 0) - (baseline[repeat] ?? 0);
        if (difference > 0) wins++;
        if (difference < 0) losses++;
      }
    }
    return losses <= (tables.mostLosses[wins] ?? -1);
  });
}

export function randomOf(world: World, { cases, repeats }: Pick<Simulation, 'cases' | 'repeats'>): Random {
  return randomFor(`${world.metric.id}/${world.name}/${cases}/${repeats}`);
}

/** In how many of the draws it happens. */
export function share(draws: number, random: Random, happens: (random: Random) => boolean): number {
  let count = 0;
  for (let draw = 0; draw < draws; draw++) if (happens(random)) count++;
  return count / draws;
}
