import { setFlagsFromString } from 'node:v8';

/** From here on what a run holds is large beside what it makes and drops. */
const manyCases = 20_000;

/** Whether what its cases make is better read from its folder at the end than held beside all else. */
export function isLarge({ cases }: { cases: readonly unknown[] }): boolean {
  return cases.length > manyCases;
}

/**
 * Says how much garbage V8 lets lie beside what is live before it cleans up, in percent; left alone it is four times as much.
 * Many cases are much to hold, so less may lie beside them; with few, to clean up often would take time for little.
 */
export function boundGarbage(cases: number): void {
  setFlagsFromString(`--heap-growing-percent=${cases > manyCases ? 25 : 80}`);
}
