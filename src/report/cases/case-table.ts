import { PlaceColumn } from './place-column.ts';

/** What the list shows of a case. */
export interface ListedCase {
  id: string;
  /** The beginning of the first text among its variables, masked. */
  input: string;
  slices: string[];
  critical: boolean;
}

/** The cases of a run without their texts, and where they stand in cases.jsonl. */
export class CaseTable {
  readonly #cases: ListedCase[] = [];
  readonly #indexes = new Map<string, number>();
  readonly places = new PlaceColumn();

  /** Takes in a case, or takes it in again. @returns its index. */
  put(listed: ListedCase): number {
    const index = this.#indexes.get(listed.id) ?? this.#cases.length;
    this.#indexes.set(listed.id, index);
    this.#cases[index] = listed;
    return index;
  }

  /** Of a case that cases.jsonl has lost there is no more than its id. */
  indexOf(id: string): number {
    return this.#indexes.get(id) ?? this.put({ id, input: '', slices: [], critical: false });
  }

  at(index: number): ListedCase {
    return this.#cases[index] ?? { id: '', input: '', slices: [], critical: false };
  }
}
