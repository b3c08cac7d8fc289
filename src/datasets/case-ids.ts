import { hash } from 'node:crypto';
import { Uint32List } from '../core/uint32-list.ts';

/** Of a digest, so many 32-bit words tell two ids apart: among ten million, two share them less than once in 10^14 datasets. */
const words = 3;

/**
 * The ids of a dataset, in some 20 bytes each: digests in place of the ids, which are most of what a million short cases
 * would take.
 */
export class CaseIds {
  /** The digest of each id, in the order in which they were added. */
  readonly #digests = new Uint32List();
  /** A hash table of places in that list, from 1; 0 is empty. At most half full. */
  #slots = new Uint32Array(2048);
  #count = 0;

  /** Adds an id; gives back the place, from 0, of an equal one that was added before. */
  add(id: string): number | undefined {
    const digest = hash('sha256', id, 'buffer');
    for (let word = 0; word < words; word++) this.#digests.push(digest.readUInt32LE(word * 4));
    const own = this.#count++;
    if (this.#count * 2 > this.#slots.length) this.#widen();
    const slot = this.#slotOf(own);
    const known = this.#slots[slot];
    if (known) return known - 1;
    this.#slots[slot] = own + 1;
    return undefined;
  }

  /** Where an equal digest stands, or the next free slot. */
  #slotOf(place: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#digests.at(place * words) & mask;
    for (;;) {
      const known = this.#slots[slot];
      if (!known || this.#isSame(known - 1, place)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isSame(one: number, other: number): boolean {
    for (let word = 0; word < words; word++)
      if (this.#digests.at(one * words + word) !== this.#digests.at(other * words + word)) return false;
    return true;
  }

  /** All but the last one, which is not in the table yet. */
  #widen(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let place = 0; place < this.#count - 1; place++) {
      const slot = this.#slotOf(place);
      if (!this.#slots[slot]) this.#slots[slot] = place + 1;
    }
  }
}
