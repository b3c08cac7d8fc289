const chunkLength = 1 << 12;

/** Numbers by their index, NaN where none was set; grows without ever being copied, 8 bytes a number. */
export class NumberColumn {
  readonly #chunks: (Float64Array | undefined)[] = [];

  at(index: number): number {
    return this.#chunks[Math.floor(index / chunkLength)]?.[index % chunkLength] ?? Number.NaN;
  }

  set(index: number, value: number): void {
    const place = Math.floor(index / chunkLength);
    const chunk = this.#chunks[place] ?? new Float64Array(chunkLength).fill(Number.NaN);
    this.#chunks[place] = chunk;
    chunk[index % chunkLength] = value;
  }
}
