import type { Case } from '../core/case.ts';
import type { Completion } from '../core/completion.ts';
import type { PairRecord } from '../core/pair.ts';
import type { ArmName, ModelPairing, TrialRecord } from '../core/trial.ts';
import type { AnsweredPair } from './score-pair.ts';

/**
 * Brings the two answers to one case together. It keeps an answer only until the other arm's has come; the arms of a case are
 * asked side by side, so that these are few unless one arm's model is much slower.
 */
export class Pairs {
  readonly #pairings: readonly ModelPairing[];
  readonly #cases: ReadonlyMap<string, Case>;
  readonly #waiting = new Map<string, { arm: ArmName; completion: Completion }>();
  /** Complete, and not judged in an earlier part of the run. */
  readonly #due = new Map<string, AnsweredPair>();

  constructor(pairings: readonly ModelPairing[], cases: readonly Case[]) {
    this.#pairings = pairings;
    this.#cases = new Map(cases.map((item) => [item.id, item]));
  }

  /** The pairs that this trial completes. One answer may stand in several, where pairings share an arm's model. */
  complete(record: TrialRecord): AnsweredPair[] {
    const { arm, completion, repeat } = record;
    const testCase = this.#cases.get(record.case);
    if (completion === undefined || testCase === undefined) return [];
    return this.#pairings.flatMap((pairing) => {
      if (pairing[arm]?.id !== record.model) return [];
      const place = { pair: pairing.id, case: testCase, repeat };
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

  /** The pairs from before that nobody has judged; each is given out once. */
  *due(): Generator<AnsweredPair> {
    for (const [key, pair] of this.#due) {
      this.#due.delete(key);
      yield pair;
    }
  }
}

function keyOf({ pair, case: id, repeat }: Pick<PairRecord, 'pair' | 'case' | 'repeat'>): string {
  return JSON.stringify([pair, id, repeat]);
}
