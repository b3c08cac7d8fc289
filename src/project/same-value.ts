/** Numbers of two machines may differ in their last digits. */
const tolerance = 1e-9;

/** Whether two JSON values are the same, but for rounding. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return isClose(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const before = new Map(Object.entries(a));
  const after = new Map(Object.entries(b));
  return (
    before.size === after.size &&
    [...before].every(([key, value]) => after.has(key) && sameValue(value, after.get(key)))
  );
}

function isClose(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 1e-6);
}
