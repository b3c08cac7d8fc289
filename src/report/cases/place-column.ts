import { NumberColumn } from '../../core/number-column.ts';
import type { Place } from '../json-lines.ts';

/** Stretches of one file by their index. */
export class PlaceColumn {
  readonly #starts = new NumberColumn();
  readonly #lengths = new NumberColumn();

  /** undefined where none was set. */
  at(index: number): Place | undefined {
    const start = this.#starts.at(index);
    return Number.isNaN(start) ? undefined : { start, length: this.#lengths.at(index) };
  }

  set(index: number, { start, length }: Place): void {
    this.#starts.set(index, start);
    this.#lengths.set(index, length);
  }
}
