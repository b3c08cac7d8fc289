import type { PairRecord } from '../../core/pair.ts';
import type { ModelPairing, TrialRecord } from '../../core/trial.ts';
import { lanesOf, type TrialPlan } from '../../runner/plan-trials.ts';

type Place = Pick<TrialRecord, 'arm' | 'case' | 'model' | 'repeat'>;

export type PlacesPlan = Pick<TrialPlan, 'baseline' | 'candidate' | 'repeats'> & {
  pairings: readonly ModelPairing[];
  cases: readonly { id: string }[];
};

/** One byte for each planned trial, so that a second line for one is seen however long the run was. */
export class TrialPlaces {
  readonly #indexes: Map<string, number>;
  readonly #lanes: Map<string, Uint8Array>;
  readonly #repeats: number;
  readonly #pairings: readonly ModelPairing[];
  readonly #pairs = new Set<string>();

  constructor(plan: PlacesPlan) {
    this.#repeats = plan.repeats;
    this.#pairings = plan.pairings;
    this.#indexes = new Map(plan.cases.map(({ id }, index) => [id, index]));
    const size = plan.cases.length * plan.repeats;
    this.#lanes = new Map(
      lanesOf(plan).map(({ arm, settings }) => [laneKey(arm.name, settings.id), new Uint8Array(size)]),
    );
  }

  take(place: Place): 'taken' | 'again' | 'unplanned' {
    const lane = this.#lanes.get(laneKey(place.arm, place.model));
    const position = this.#positionOf(place);
    if (!lane || position === undefined) return 'unplanned';
    if (lane[position] === 1) return 'again';
    lane[position] = 1;
    return 'taken';
  }

  /** What is said of a pair, after both of its trials. */
  takePair({ pair, case: testCase, repeat }: PairRecord): 'taken' | 'again' | 'unplanned' {
    const { baseline, candidate } = this.#pairings.find(({ id }) => id === pair) ?? {};
    const isAnswered =
      baseline &&
      candidate &&
      this.has({ arm: 'baseline', case: testCase, model: baseline.id, repeat }) &&
      this.has({ arm: 'candidate', case: testCase, model: candidate.id, repeat });
    if (!isAnswered) return 'unplanned';
    const key = JSON.stringify([pair, testCase, repeat]);
    if (this.#pairs.has(key)) return 'again';
    this.#pairs.add(key);
    return 'taken';
  }

  has(place: Place): boolean {
    return this.#stateOf(place) === 1;
  }

  /** Whether it is planned and not taken. */
  isOpen(place: Place): boolean {
    return this.#stateOf(place) === 0;
  }

  #stateOf(place: Place): number | undefined {
    const position = this.#positionOf(place);
    return position === undefined ? undefined : this.#lanes.get(laneKey(place.arm, place.model))?.[position];
  }

  #positionOf({ case: testCase, repeat }: Place): number | undefined {
    const index = this.#indexes.get(testCase);
    if (index === undefined || repeat < 0 || repeat >= this.#repeats) return undefined;
    return index * this.#repeats + repeat;
  }
}

function laneKey(arm: string, model: string): string {
  return `${arm}\n${model}`;
}
