/** A place where two JSON values are not the same. `undefined` stands for what is not there. */
export interface Difference {
  /** `comparisons[3].interval.low` */
  path: string;
  stored: unknown;
  recomputed: unknown;
}

/** Numbers of two machines may differ in their last digits. */
const tolerance = 1e-9;

/** Whether two JSON values are the same, but for rounding. */
export function sameValue(a: unknown, b: unknown): boolean {
  return differencesOf(a, b).next().done === true;
}

/** Every place where two JSON values differ by more than rounding, lazily. Lists of unlike length are one place. */
export function* differencesOf(stored: unknown, recomputed: unknown, path = ''): Generator<Difference> {
  if (Array.isArray(stored) && Array.isArray(recomputed)) {
    if (stored.length !== recomputed.length) {
      yield { path: `${path}.length`, stored: stored.length, recomputed: recomputed.length };
      return;
    }
    for (const [index, item] of stored.entries())
      yield* differencesOf(item, recomputed[index], `${path}[${index}]`);
  } else if (isRecord(stored) && isRecord(recomputed)) {
    const keys = new Set([...Object.keys(recomputed), ...Object.keys(stored)]);
    for (const key of keys)
      yield* differencesOf(member(stored, key), member(recomputed, key), join(path, key));
  } else if (!isSameLeaf(stored, recomputed)) {
    yield { path, stored, recomputed };
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own member: a key such as `constructor` finds nothing that the file does not hold. */
function member(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function isSameLeaf(a: unknown, b: unknown): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 1e-6);
}
