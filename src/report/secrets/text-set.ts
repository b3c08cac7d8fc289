const base = 0x01000193;

/** A set of texts of one length, which finds those of them that another text holds in one pass over it. */
export class TextSet {
  readonly length: number;
  readonly #sources: string[] = [];
  /** Pairs of a source's place and a position in it, from 1; an open hash table. */
  #slots = new Int32Array(64);
  #count = 0;
  /** What a character counts for when it leaves the window. */
  readonly #leaving: number;

  constructor(length: number) {
    this.length = length;
    let leaving = 1;
    for (let index = 0; index < length; index++) leaving = Math.imul(leaving, base);
    this.#leaving = leaving;
  }

  /** Adds every text of this length that `source` holds. */
  addAllOf(source: string): void {
    const place = this.#sources.push(source);
    this.#makeRoom(source.length - this.length + 1);
    let hash = 0;
    for (let end = 0; end < source.length; end++) {
      hash = this.#rolled(hash, source, end);
      const position = end - this.length + 1;
      if (position < 0) continue;
      const slot = this.#slotOf(source, position, hash);
      if (this.#slots[slot]) continue;
      this.#slots[slot] = place;
      this.#slots[slot + 1] = position;
      this.#count++;
    }
  }

  /** The positions of `text` at which one of them begins. */
  positionsIn(text: string): number[] {
    const positions: number[] = [];
    let hash = 0;
    for (let end = 0; end < text.length; end++) {
      hash = this.#rolled(hash, text, end);
      const position = end - this.length + 1;
      if (position >= 0 && this.#slots[this.#slotOf(text, position, hash)]) positions.push(position);
    }
    return positions;
  }

  /** The hash of the window that ends with the character at `end`, from that of the one before. */
  #rolled(hash: number, text: string, end: number): number {
    const added = Math.imul(hash, base) + text.charCodeAt(end);
    if (end < this.length) return added | 0;
    return (added - Math.imul(text.charCodeAt(end - this.length), this.#leaving)) | 0;
  }

  /** Where an equal text stands, or the next free slot. */
  #slotOf(text: string, position: number, hash: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = (Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 6) & last & ~1;
    for (;;) {
      const place = slots[slot];
      if (!place || this.#isAt(place, slots[slot + 1] ?? 0, text, position)) return slot;
      slot = (slot + 2) & last;
    }
  }

  #isAt(place: number, start: number, text: string, position: number): boolean {
    const source = this.#sources[place - 1] ?? '';
    for (let index = 0; index < this.length; index++) {
      if (source.charCodeAt(start + index) !== text.charCodeAt(position + index)) return false;
    }
    return true;
  }

  #makeRoom(more: number): void {
    let size = this.#slots.length;
    while ((this.#count + more) * 4 > size) size *= 2;
    if (size === this.#slots.length) return;
    const before = this.#slots;
    this.#slots = new Int32Array(size);
    for (let slot = 0; slot < before.length; slot += 2) {
      const place = before[slot] ?? 0;
      if (place > 0) this.#putAgain(place, before[slot + 1] ?? 0);
    }
  }

  #putAgain(place: number, position: number): void {
    const source = this.#sources[place - 1] ?? '';
    let hash = 0;
    for (let index = 0; index < this.length; index++)
      hash = (Math.imul(hash, base) + source.charCodeAt(position + index)) | 0;
    const slot = this.#slotOf(source, position, hash);
    this.#slots[slot] = place;
    this.#slots[slot + 1] = position;
  }
}
