import { NumberColumn } from '../../core/number-column.ts';
import type { Place } from '../../core/place.ts';

/** Stretches of one file by their index. */
export class PlaceColumn {
  readonly #starts = new NumberColumn();
  readonly #lengths = new NumberColumn();

  /** undefined where none was set. */
  at(index: number): Place | undefined {
    const start = this.#starts.at(index);
    return Number.isNaN(start) ? undefined : { start, length: this.#lengths.at(index) };
  }

  /** Those that were set, from the first index up to and without the second. */
  between(first: number, end: number): Place[] {
    const places: Place[] = [];
    for (let index = first; index < end; index++) {
      const place = this.at(index);
      if (place) places.push(place);
    }
    return places;
  }

  set(index: number, { start, length }: Place): void {
    this.#starts.set(index, start);
    this.#lengths.set(index, length);
  }
}
