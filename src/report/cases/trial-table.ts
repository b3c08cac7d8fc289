import { NumberColumn } from '../../core/number-column.ts';
import type { Place } from '../../core/place.ts';
import type { ArmName } from '../../core/trial.ts';
import { PlaceColumn } from './place-column.ts';

/** Of a row the trials of the baseline stand before those of the candidate. */
const armsOfRow = 2;

/** As many as a config may ask for; a run.json that anyone can write may say anything. */
const mostRepeats = 1000;

/** Which trial of a row. */
export interface TrialOfRow {
  arm: ArmName;
  repeat: number;
}

/** A trial without its texts. */
export interface ScannedTrial extends TrialOfRow {
  /** Where it stands in trials.jsonl. */
  place: Place;
  failed: boolean;
  unscored: boolean;
  /** Equal for equal answers; null where there is none. */
  answer: number | null;
  /** By the metric's place in the list of metrics. */
  values: readonly (readonly [metric: number, value: number])[];
}

/** What became of an answer. */
const status = { fine: 0, unscored: 1, failed: 2 } as const;

/**
 * The trials of a run in columns: a row is one case on one model, with all its trials. A run may have more of them than
 * could be held as objects; here a trial takes 40 bytes and 8 a metric.
 */
export class TrialTable {
  readonly repeats: number;
  /** By their index. */
  readonly models: string[] = [];
  readonly #caseOf = new NumberColumn();
  readonly #modelOf = new NumberColumn();
  /** By model: the row of each case. */
  readonly #rowOf: NumberColumn[] = [];
  readonly #places = new PlaceColumn();
  readonly #pairPlaces = new PlaceColumn();
  readonly #status = new NumberColumn();
  readonly #answers = new NumberColumn();
  /** By metric. */
  readonly #values: NumberColumn[] = [];
  #rows = 0;

  constructor(repeats: number) {
    this.repeats = Number.isSafeInteger(repeats) ? Math.min(Math.max(1, repeats), mostRepeats) : 1;
  }

  get rows(): number {
    return this.#rows;
  }

  caseOf(row: number): number {
    return this.#caseOf.at(row);
  }

  modelOf(row: number): number {
    return this.#modelOf.at(row);
  }

  /** The row of a case on a model; undefined where it has no trial. */
  find(caseIndex: number, model: string): number | undefined {
    const row = this.#rowOf[this.models.indexOf(model)]?.at(caseIndex);
    return row === undefined || Number.isNaN(row) ? undefined : row;
  }

  /** What was asked again after an interruption stands twice in a journal; what is put later counts. */
  put(caseIndex: number, model: string, trial: ScannedTrial): void {
    const row = this.find(caseIndex, model) ?? this.#addRow(caseIndex, model);
    const slot = this.#slot(row, trial);
    this.#places.set(slot, trial.place);
    this.#status.set(slot, trial.failed ? status.failed : trial.unscored ? status.unscored : status.fine);
    this.#answers.set(slot, trial.answer ?? Number.NaN);
    for (const column of this.#values) column.set(slot, Number.NaN);
    for (const [metric, value] of trial.values) this.#column(metric).set(slot, value);
  }

  /** A score that came later, of a pair of trials; null where it was not given. Nothing where there is no such trial. */
  addScore(row: number, trial: TrialOfRow, metric: number, value: number | null): void {
    const slot = this.#slot(row, trial);
    if (this.#places.at(slot) === undefined) return;
    if (value !== null) this.#column(metric).set(slot, value);
    else if (this.#status.at(slot) === status.fine) this.#status.set(slot, status.unscored);
  }

  /** Where it stands what was said of both arms' answers. */
  putPair(row: number, repeat: number, place: Place): void {
    this.#pairPlaces.set(row * this.repeats + repeat, place);
  }

  /** Where the trials of a row stand, and what was said of them in pairs. */
  placesOf(row: number): { trials: Place[]; pairs: Place[] } {
    return {
      trials: this.#places.between(this.#firstSlot(row), this.#firstSlot(row + 1)),
      pairs: this.#pairPlaces.between(row * this.repeats, (row + 1) * this.repeats),
    };
  }

  /** The mean over the repeats; null where nothing was measured. */
  mean(row: number, arm: ArmName, metric: number): number | null {
    const values = this.#values[metric];
    if (values === undefined) return null;
    const first = this.#slot(row, { arm, repeat: 0 });
    let sum = 0;
    let count = 0;
    for (let slot = first; slot < first + this.repeats; slot++) {
      const value = values.at(slot);
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    return count === 0 ? null : sum / count;
  }

  hasFailed(row: number): boolean {
    return this.#some(row, status.failed);
  }

  isUnscored(row: number): boolean {
    return this.#some(row, status.unscored);
  }

  /** Whether the arms answered differently in some repeat. */
  isReworded(row: number): boolean {
    for (let repeat = 0; repeat < this.repeats; repeat++) {
      const before = this.#answers.at(this.#slot(row, { arm: 'baseline', repeat }));
      const after = this.#answers.at(this.#slot(row, { arm: 'candidate', repeat }));
      if (before < after || before > after) return true;
    }
    return false;
  }

  #some(row: number, wanted: number): boolean {
    const end = this.#firstSlot(row + 1);
    for (let slot = this.#firstSlot(row); slot < end; slot++) {
      if (this.#status.at(slot) === wanted) return true;
    }
    return false;
  }

  #firstSlot(row: number): number {
    return row * armsOfRow * this.repeats;
  }

  #slot(row: number, { arm, repeat }: TrialOfRow): number {
    return this.#firstSlot(row) + (arm === 'baseline' ? 0 : this.repeats) + repeat;
  }

  #column(metric: number): NumberColumn {
    for (let next = this.#values.length; next <= metric; next++) this.#values.push(new NumberColumn());
    return this.#values[metric] ?? new NumberColumn();
  }

  #addRow(caseIndex: number, model: string): number {
    const row = this.#rows++;
    if (!this.models.includes(model)) {
      this.models.push(model);
      this.#rowOf.push(new NumberColumn());
    }
    const index = this.models.indexOf(model);
    this.#caseOf.set(row, caseIndex);
    this.#modelOf.set(row, index);
    this.#rowOf[index]?.set(caseIndex, row);
    return row;
  }
}
