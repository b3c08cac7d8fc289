import { type Claim, isBroken } from './claim.ts';
import { cost, latency } from './paired-values.ts';
import { measureAmounts } from './sections/amounts.ts';
import { measureAttempts } from './sections/attempts.ts';
import { measureClusters } from './sections/clusters.ts';
import { measureExactGate } from './sections/exact-gate.ts';
import { measureExample } from './sections/example.ts';
import { measureGains } from './sections/gains.ts';
import { measureFloors, measureP95, measureRepeatedP95 } from './sections/limits.ts';
import { measureRelative } from './sections/relative.ts';
import { measurePowerOfRepeats, measureRepeats } from './sections/repeats.ts';
import { measureRules } from './sections/rules.ts';
import { measureCollapses, measureScores } from './sections/scores.ts';
import type { Effort, Measure } from './sections/section.ts';
import { measureStopEarly } from './sections/stop-early.ts';
import type { Shipped } from './shipped.ts';
import { percent } from './table.ts';

/** Measures what the gates promise and prints it. False where a promise is broken. */
export function simulate(
  shipped: Shipped,
  effort: Effort,
  print: (line: string) => void,
  measures = everything(effort),
): boolean {
  const claims: Claim[] = [];
  for (const measure of measures) {
    const startedAt = performance.now();
    const section = measure(shipped, effort);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    for (const line of [section.title, '', ...section.lines, '', `(${seconds} s)`, '']) print(line);
    claims.push(...section.claims);
  }
  const broken = claims.filter(isBroken);
  for (const claim of broken) print(`BROKEN  ${describe(claim)}`);
  print(
    broken.length === 0
      ? `All ${claims.length} promises hold.`
      : `${broken.length} of ${claims.length} promises are broken.`,
  );
  return broken.length === 0;
}

function everything({ caseCounts }: Effort): Measure[] {
  return [
    measureRules,
    measureExample,
    ...caseCounts.map(measureExactGate),
    measureAttempts,
    measureGains,
    measureCollapses,
    measureScores,
    measureRelative,
    measureClusters,
    measureRepeats,
    measurePowerOfRepeats,
    measureStopEarly,
    measureAmounts(latency),
    measureAmounts(cost),
    measureFloors,
    measureP95,
    measureRepeatedP95,
  ];
}

function describe({ what, rate, atMost, atLeast, draws }: Claim): string {
  const promised =
    atMost === undefined ? `at least ${percent(atLeast ?? 0, 2)}` : `at most ${percent(atMost, 2)}`;
  const how = draws === undefined ? 'exact sum' : `${draws} draws`;
  return `${what}: ${percent(rate, 4)}, promised ${promised} (${how})`;
}
