import type { PackedBlock, PackedRow } from '../shared/case-detail.ts';

/** Deflate finds what stands twice no farther apart than 32 KB. */
const long = { row: 8_000, text: 1_000 };

/** Takes long texts out of the rows of one block: what stands in several of them, or several times in one, is kept once. */
export class LongTexts {
  readonly #texts: string[] = [];
  readonly #known = new Map<string, number>();

  /** @param row a `CaseRow` as JSON. @returns a `PackedRow` as JSON. */
  take(row: string): string {
    if (row.length < long.row) return row;
    const value: PackedRow = JSON.parse(row);
    const taken: NonNullable<PackedRow['long']> = [];
    const waiting: { inside: object; path: (string | number)[] }[] = [{ inside: value, path: [] }];
    for (let open = waiting.pop(); open !== undefined; open = waiting.pop()) {
      const { inside, path } = open;
      const steps = Array.isArray(inside) ? inside.keys() : Object.keys(inside);
      for (const step of steps) {
        const member: unknown = Reflect.get(inside, step);
        if (typeof member === 'object' && member !== null) {
          waiting.push({ inside: member, path: [...path, step] });
        } else if (typeof member === 'string' && member.length >= long.text) {
          taken.push([[...path, step], this.#indexOf(member)]);
          Reflect.set(inside, step, '');
        }
      }
    }
    return JSON.stringify({ ...value, ...(taken.length > 0 && { long: taken }) });
  }

  /** @param rows as `take` gave them, or `null`. @returns a `PackedBlock` as JSON. */
  block(rows: readonly string[]): string {
    const texts: PackedBlock['texts'] = this.#texts;
    return `{"texts":${JSON.stringify(texts)},"rows":[${rows.join(',')}]}`;
  }

  #indexOf(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const index = this.#texts.push(text) - 1;
    this.#known.set(text, index);
    return index;
  }
}
