import type { Case } from '../core/case.ts';
import type { Completion } from '../core/completion.ts';
import type { PairRecord } from '../core/pair.ts';
import type { ArmName, TrialRecord } from '../core/trial.ts';
import type { Couple, LanePlace } from './plan-trials.ts';
import type { AnsweredPair } from './score-pair.ts';

/**
 * Brings the two answers to one case together. It keeps an answer only until the other arm's has come; the arms of a case are
 * asked side by side, so that these are few unless one arm's model is much slower.
 */
export class Pairs {
  readonly #couples: readonly Couple[];
  readonly #cases: ReadonlyMap<string, Case>;
  readonly #waiting = new Map<string, { arm: ArmName; completion: Completion }>();
  /** Complete, and not judged in an earlier part of the run. */
  readonly #due = new Map<string, AnsweredPair>();

  constructor(couples: readonly Couple[], cases: readonly Case[]) {
    this.#couples = couples;
    this.#cases = new Map(cases.map((item) => [item.id, item]));
  }

  /** The pairs that this trial completes. One answer may stand in several, where couples share a lane. */
  complete(record: TrialRecord): AnsweredPair[] {
    const { completion, repeat } = record;
    const testCase = this.#cases.get(record.case);
    if (completion === undefined || testCase === undefined) return [];
    return this.#couples.flatMap((couple) => {
      const arm = sideOf(couple, record);
      if (arm === undefined) return [];
      const { pair, row } = couple;
      const place = { pair, ...(row !== undefined && { row }), case: testCase, repeat };
      const key = keyOf({ ...place, case: testCase.id });
      const other = this.#waiting.get(key);
      if (other === undefined || other.arm === arm) {
        this.#waiting.set(key, { arm, completion });
        return [];
      }
      this.#waiting.delete(key);
      const [baseline, candidate] =
        arm === 'candidate' ? [other.completion, completion] : [completion, other.completion];
      return [{ ...place, baseline, candidate }];
    });
  }

  /** A trial that the run has from before: what it completes is still to be judged, unless `isJudged` follows. */
  keep(record: TrialRecord): void {
    for (const pair of this.complete(record)) this.#due.set(keyOf({ ...pair, case: pair.case.id }), pair);
  }

  /** Whether this is what was said of a pair that is to be judged; it is not any more then. */
  isJudged(record: PairRecord): boolean {
    return this.#due.delete(keyOf(record));
  }

  /** Whether a pair from before is to be judged. */
  isDue(place: Pick<PairRecord, 'pair' | 'case' | 'repeat'>): boolean {
    return this.#due.has(keyOf(place));
  }

  /** The pairs from before that nobody has judged; each is given out once. */
  *due(): Generator<AnsweredPair> {
    for (const [key, pair] of this.#due) {
      this.#due.delete(key);
      yield pair;
    }
  }
}

/** Which side of a couple a trial is on. */
function sideOf(couple: Couple, { arm, variant, model }: TrialRecord): ArmName | undefined {
  const isOn = (place: LanePlace) => place.arm === arm && place.variant === variant && place.model === model;
  if (isOn(couple.baseline)) return 'baseline';
  return isOn(couple.candidate) ? 'candidate' : undefined;
}

function keyOf({
  pair,
  row,
  case: id,
  repeat,
}: Pick<PairRecord, 'pair' | 'row' | 'case' | 'repeat'>): string {
  return JSON.stringify([pair, row ?? null, id, repeat]);
}
