import { hash } from 'node:crypto';

/** Of a digest, so many 32-bit words tell two ids apart. */
const words = 4;

/**
 * The ids of a dataset, in some 30 bytes each: digests in place of the ids, which are most of what a million short cases
 * would take.
 */
export class CaseIds {
  /** The digest of each id, in the order in which they were added. */
  #digests = new Uint32Array(1024 * words);
  /** A hash table of places in that list, from 1; 0 is empty. At most half full. */
  #slots = new Uint32Array(2048);
  #count = 0;

  /** Adds an id; gives back the place, from 0, of an equal one that was added before. */
  add(id: string): number | undefined {
    const digest = hash('sha256', id, 'buffer');
    const own = this.#count;
    if ((own + 1) * words > this.#digests.length) this.#grow();
    for (let word = 0; word < words; word++)
      this.#digests[own * words + word] = digest.readUInt32LE(word * 4);
    this.#count++;
    const slot = this.#slotOf(own);
    const known = this.#slots[slot];
    if (known) return known - 1;
    this.#slots[slot] = own + 1;
    return undefined;
  }

  /** Where an equal digest stands, or the next free slot. */
  #slotOf(place: number): number {
    const mask = this.#slots.length - 1;
    let slot = (this.#digests[place * words] ?? 0) & mask;
    for (;;) {
      const known = this.#slots[slot];
      if (!known || this.#isSame(known - 1, place)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isSame(one: number, other: number): boolean {
    for (let word = 0; word < words; word++)
      if (this.#digests[one * words + word] !== this.#digests[other * words + word]) return false;
    return true;
  }

  #grow(): void {
    const digests = new Uint32Array(this.#digests.length * 2);
    digests.set(this.#digests);
    this.#digests = digests;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let place = 0; place < this.#count; place++) {
      const slot = this.#slotOf(place);
      if (!this.#slots[slot]) this.#slots[slot] = place + 1;
    }
  }
}
