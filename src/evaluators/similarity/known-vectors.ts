/** More texts than this are not remembered at once: a vector takes some kilobytes. */
const most = 10_000;

/** Vectors of texts that many answers are compared with, each asked for once. */
export class KnownVectors {
  readonly #vectors = new Map<string, Promise<Float32Array>>();

  /** Where asking failed for another answer, perhaps because its time was up, this one asks for itself. */
  async getOrAsk(text: string, ask: () => Promise<Float32Array>): Promise<Float32Array> {
    const other = this.#vectors.get(text);
    if (other !== undefined) {
      const found = await other.catch(() => undefined);
      if (found !== undefined) return found;
    }
    const asked = ask();
    this.#vectors.set(text, asked);
    this.#forgetOldest();
    try {
      return await asked;
    } catch (error) {
      if (this.#vectors.get(text) === asked) this.#vectors.delete(text);
      throw error;
    }
  }

  #forgetOldest(): void {
    if (this.#vectors.size <= most) return;
    const [oldest] = this.#vectors.keys();
    if (oldest !== undefined) this.#vectors.delete(oldest);
  }
}
