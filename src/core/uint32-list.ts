const chunkLength = 1 << 16;

/** A list of whole numbers below 2^32 that grows without ever being copied: for lists of millions, 4 bytes a number. */
export class Uint32List {
  readonly #chunks: Uint32Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const place = this.#length % chunkLength;
    if (place === 0) this.#chunks.push(new Uint32Array(chunkLength));
    const last = this.#chunks.at(-1);
    if (last) last[place] = value;
    this.#length++;
  }

  /** 0 beyond the end. */
  at(index: number): number {
    return this.#chunks[Math.floor(index / chunkLength)]?.[index % chunkLength] ?? 0;
  }
}
