import { emptyRoom, pairsOf } from '../paired-values.ts';
import { confidence, type Shipped } from '../shipped.ts';
import { binomialTerms, type Flips } from '../sums.ts';
import type { World } from '../worlds/world.ts';
import { randomOf, type Simulation } from './monte-carlo.ts';

/** What looks do to a gate in one world. */
export interface Looked {
  /** The chance to promote without looks, and with them. */
  without: number;
  withLooks: number;
  /** The share of the calls that are made on average. */
  calls: number;
}

/** Wins and losses so far, by `wins * (cases + 1) + losses`, with their chance. */
type States = Map<number, number>;

/** Chances below this are dropped. */
const negligible = 1e-13;

/** Method A, by exact sums over every way in which a run can go. */
export function looksAtFlips(shipped: Shipped, cases: number, margin: number, flips: Flips): Looked {
  const passing = shipped.passingRegion(cases, margin, confidence);
  const run = (looks: readonly number[]) => {
    let states: States = new Map([[0, 1]]);
    let asked = 0;
    let calls = 0;
    for (const end of [...looks, cases]) {
      const alive = [...states.values()].reduce((sum, chance) => sum + chance, 0);
      calls += (alive * (end - asked)) / cases;
      states = afterMore(states, cases, end - asked, flips);
      asked = end;
      if (asked < cases) states = goingOn(shipped, states, passing, asked);
    }
    let passes = 0;
    for (const [state, chance] of states) {
      const { wins, losses } = countsOf(state, cases);
      if (losses <= (passing[wins] ?? -1)) passes += chance;
    }
    return { passes, calls };
  };
  const { passes, calls } = run(shipped.lookCounts(cases));
  return { without: run([]).passes, withLooks: passes, calls };
}

function goingOn(shipped: Shipped, states: States, passing: Int32Array, asked: number): States {
  const goesOn = ([state]: [number, number]) => {
    const seen = { ...countsOf(state, passing.length - 1), cases: asked };
    const chance = shipped.chanceOfPassingTable(passing, seen, shipped.flipsToCome(seen, true));
    return chance >= shipped.leastChance;
  };
  return new Map([...states].filter(goesOn));
}

function afterMore(states: States, cases: number, more: number, { win, loss }: Flips): States {
  const steps = binomialTerms(more, win).flatMap((chance, wins) =>
    binomialTerms(more - wins, Math.min(1 - 1e-15, loss / (1 - win))).map((term, losses) => ({
      step: wins * (cases + 1) + losses,
      chance: chance * term,
    })),
  );
  const likely = steps.filter(({ chance }) => chance > negligible);
  const after: States = new Map();
  for (const [state, before] of states) {
    if (before < negligible) continue;
    for (const { step, chance } of likely) {
      after.set(state + step, (after.get(state + step) ?? 0) + before * chance);
    }
  }
  return after;
}

function countsOf(state: number, cases: number): { wins: number; losses: number } {
  return { wins: Math.floor(state / (cases + 1)), losses: state % (cases + 1) };
}

/** The other methods, by draws. */
export function looksAtWorld(shipped: Shipped, world: World, simulation: Simulation): Looked {
  const { cases, repeats, margin, draws } = simulation;
  const room = emptyRoom(world.metric, cases, repeats);
  const question = { confidence, threshold: -margin, relative: null };
  const random = randomOf(world, simulation);
  const looks = shipped.lookCounts(cases);
  let [without, withLooks, asked] = [0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    for (const { baseline, candidate } of room.cases) world.draw(random, baseline, candidate);
    const pairs = pairsOf(room);
    const stop = looks.find((look) => {
      const seen = { ...pairs, cases: pairs.cases.slice(0, look) };
      const chance = shipped.chanceOfDifference(seen, question, 'no-change', cases);
      return chance !== null && chance < shipped.leastChance;
    });
    const passes = shipped.answerDifference(pairs, question).proven === 'above';
    if (passes) without++;
    if (passes && stop === undefined) withLooks++;
    asked += stop ?? cases;
  }
  return { without: without / draws, withLooks: withLooks / draws, calls: asked / (draws * cases) };
}
