import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts';
import type { JsonPath } from '../reading/json-path.ts';
import { comparisonKey, type Normalization } from '../reading/normalize.ts';
import type { JsonRules } from './json-rules.ts';
import { isListed, isStructure, valuesIn } from './json-values.ts';
import { type Outcome, pairUp } from './pair-up.ts';
import { SameJson } from './same-json.ts';
import { isWithin } from './tolerance.ts';
import { WorkLimit } from './work-limit.ts';

/** A place where a value is not what is expected; undefined is nothing there. */
export interface JsonDifference {
  path: JsonPath;
  expected: Json | undefined;
  found: Json | undefined;
  /** How many of the expected values it costs: those that are wrong with it, or 1 for what is not expected. */
  values: number;
}

const same: Outcome = { differs: false, cost: 0 };

type Path = (string | number)[];

/**
 * One comparison of two values. Where entries of a list are tried against each other only what each pair would cost is
 * worked out, once; differences are gathered (`into`) for the pairs that come to stand.
 */
export class JsonComparison {
  readonly #rules: JsonRules;
  readonly #work = new WorkLimit();
  readonly #identity: SameJson;
  readonly #keys = new Map<string, string | undefined>();
  readonly #values = new WeakMap<object, number>();

  constructor(rules: JsonRules) {
    this.#rules = rules;
    this.#identity = new SameJson({ anyOrder: rules.unordered === true });
  }

  /** @param path is as it was, once this returns. */
  compare(expected: Json, found: Json | undefined, path: Path, into?: JsonDifference[]): Outcome {
    if (into === undefined) this.#work.spend(1);
    if (isListed(this.#rules.ignored, path)) return same;
    const from = into?.length ?? 0;
    const outcome = this.#uncapped(expected, found, path, into);
    if (!outcome.differs) return same;
    const values = this.#valuesIn(expected, path, into);
    if (outcome.cost <= values) return outcome;
    let left = values;
    for (const difference of into?.slice(from) ?? []) {
      difference.values = Math.min(difference.values, left);
      left -= difference.values;
    }
    return { differs: true, cost: values };
  }

  #uncapped(expected: Json, found: Json | undefined, path: Path, into?: JsonDifference[]): Outcome {
    if (Array.isArray(expected) && Array.isArray(found)) {
      const { unordered } = this.#rules;
      return unordered === true || isListed(unordered, path)
        ? this.#unordered(expected, found, path, into)
        : this.#ordered(expected, found, path, into);
    }
    if (isJsonObject(expected) && isJsonObject(found)) return this.#fields(expected, found, path, into);
    if (!isStructure(expected) && found !== undefined && this.#isSame(expected, found)) return same;
    const values = this.#valuesIn(expected, path, into);
    into?.push({ path: [...path], expected, found, values });
    return { differs: true, cost: values };
  }

  #fields(expected: JsonObject, found: JsonObject, path: Path, into?: JsonDifference[]): Outcome {
    const outcomes = Object.entries(expected).map(([key, value]) =>
      this.#member(key, path, () =>
        this.compare(value, Object.hasOwn(found, key) ? found[key] : undefined, path, into),
      ),
    );
    if (this.#rules.extra) return sumOf(outcomes);
    const others = Object.entries(found).filter(([key]) => !Object.hasOwn(expected, key));
    return sumOf([...outcomes, ...others.map(([key, value]) => this.#extra(key, value, path, into))]);
  }

  #ordered(expected: Json[], found: Json[], path: Path, into?: JsonDifference[]): Outcome {
    const outcomes = expected.map((value, index) =>
      this.#member(index, path, () => this.compare(value, found[index], path, into)),
    );
    const others = found.slice(expected.length);
    const extra = others.map((value, index) => this.#extra(expected.length + index, value, path, into));
    return sumOf([...outcomes, ...extra]);
  }

  #unordered(expected: Json[], found: Json[], path: Path, into?: JsonDifference[]): Outcome {
    const { rows, columns } = this.#withoutEqual(expected, found);
    this.#work.spend(rows.length * columns.length);
    const outcomes = rows.map(({ value, index }) =>
      columns.map((other) => this.#member(index, path, () => this.compare(value, other.value, path))),
    );
    const pairs = pairUp(outcomes, this.#work);
    const ofRows = rows.map(({ value, index }, row) => {
      const column = pairs[row];
      const known = column === undefined ? undefined : outcomes[row]?.[column];
      if (known !== undefined && (into === undefined || !known.differs)) return known;
      const other = column === undefined ? undefined : columns[column]?.value;
      return this.#member(index, path, () => this.compare(value, other, path, into));
    });
    const taken = new Set(pairs);
    const extra = columns.flatMap(({ value, index }, column) =>
      taken.has(column) ? [] : [this.#extra(index, value, path, into)],
    );
    return sumOf([...ofRows, ...extra]);
  }

  /**
   * The entries of both lists without those that are the same in both. With a tolerance an entry may be needed for another one
   * that is only near it; so then it is all or none.
   */
  #withoutEqual(expected: Json[], found: Json[]): { rows: Entry[]; columns: Entry[] } {
    const columns = new Map<number, Entry[]>();
    // From the end, so that the first of those that are equal is taken first.
    for (const { value, index } of entriesOf(found).reverse()) {
      const number = this.#identity.numberOf(value);
      const equal = columns.get(number);
      if (equal === undefined) columns.set(number, [{ value, index }]);
      else equal.push({ value, index });
    }
    const taken = new Set<number>();
    const rows = expected.flatMap((value, index) => {
      const equal = columns.get(this.#identity.numberOf(value))?.pop();
      if (equal === undefined) return [{ value, index }];
      taken.add(equal.index);
      return [];
    });
    const isExact = this.#rules.tolerance === 0 || (rows.length === 0 && taken.size === found.length);
    if (!isExact) taken.clear();
    return {
      rows: isExact ? rows : entriesOf(expected),
      columns: entriesOf(found).filter(({ index }) => !taken.has(index)),
    };
  }

  #extra(key: string | number, found: Json, path: Path, into?: JsonDifference[]): Outcome {
    return this.#member(key, path, () => {
      if (isListed(this.#rules.ignored, path)) return same;
      into?.push({ path: [...path], expected: undefined, found, values: 1 });
      return { differs: true, cost: 1 };
    });
  }

  #member(key: string | number, path: Path, compare: () => Outcome): Outcome {
    path.push(key);
    const outcome = compare();
    path.pop();
    return outcome;
  }

  #isSame(expected: Json, found: Json): boolean {
    const { normalize, tolerance } = this.#rules;
    if (isStructure(found)) return false;
    if (typeof expected === 'number' && typeof found === 'number') {
      return isWithin(expected, found, tolerance);
    }
    if (typeof expected !== typeof found && normalize !== 'number') return false;
    const [wanted, got] = [this.#keyOf(expected, normalize), this.#keyOf(found, normalize)];
    if (normalize !== 'number') return wanted === got;
    // A text without a number in it is compared as a text.
    if (wanted === undefined) return comparisonKey(expected, 'trim') === comparisonKey(found, 'trim');
    return got !== undefined && (wanted === got || isWithin(Number(wanted), Number(got), tolerance));
  }

  /** Texts are many times compared in lists without an order. */
  #keyOf(value: Json, how: Normalization): string | undefined {
    if (typeof value !== 'string') return comparisonKey(value, how);
    if (!this.#keys.has(value)) this.#keys.set(value, comparisonKey(value, how));
    return this.#keys.get(value);
  }

  #valuesIn(value: Json, path: Path, into?: JsonDifference[]): number {
    if (!isStructure(value)) return 1;
    // Where nothing is ignored, the place doesn't matter.
    const known = this.#rules.ignored.length === 0 ? this.#values.get(value) : undefined;
    if (known !== undefined) return known;
    const values = valuesIn(value, this.#rules, path);
    if (into === undefined) this.#work.spend(values);
    this.#values.set(value, values);
    return values;
  }
}

interface Entry {
  value: Json;
  index: number;
}

function entriesOf(list: readonly Json[]): Entry[] {
  return list.map((value, index) => ({ value, index }));
}

function sumOf(outcomes: readonly Outcome[]): Outcome {
  let cost = 0;
  let differs = false;
  for (const outcome of outcomes) {
    cost += outcome.cost;
    differs ||= outcome.differs;
  }
  return differs ? { differs, cost } : same;
}
