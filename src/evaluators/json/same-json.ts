import type { Json } from '../../core/json.ts';

/**
 * Numbers for JSON values: two that are the same have the same, whatever the order of their keys. With `anyOrder` neither the
 * order of their lists counts. Each value is looked at once.
 */
export class SameJson {
  readonly #anyOrder: boolean;
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();

  constructor({ anyOrder }: { anyOrder: boolean }) {
    this.#anyOrder = anyOrder;
  }

  numberOf(value: Json): number {
    if (typeof value === 'string') return this.#numberFor(`"${value}`);
    if (typeof value !== 'object' || value === null) return this.#numberFor(String(value));
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const number = this.#numberFor(Array.isArray(value) ? this.#list(value) : this.#object(value));
    this.#known.set(value, number);
    return number;
  }

  #numberFor(text: string): number {
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  #list(value: Json[]): string {
    const entries = value.map((entry) => this.numberOf(entry));
    if (this.#anyOrder) entries.sort((a, b) => a - b);
    return `[${entries.join()}`;
  }

  #object(value: { [key: string]: Json }): string {
    const members = Object.entries(value).map(
      ([key, member]) => `${this.#numberFor(`"${key}`)}:${this.numberOf(member)}`,
    );
    return `{${members.sort().join()}`;
  }
}
