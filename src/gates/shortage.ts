import type { Case } from '../core/case.ts';
import { formatConfidence, formatCount } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { Problem } from '../core/problem.ts';
import type { Metric } from '../core/score.ts';
import type { Allowance } from './allowance.ts';
import { plural } from './outcome.ts';
import type { ProofMethod } from './proof-method.ts';

/** What the gates will have to prove something with. */
export interface Grounds {
  /** Those that a release is judged by. */
  cases: readonly Pick<Case, 'tags' | 'variables'>[];
  /** Whether the dataset has more cases, set apart for tuning. */
  setApart: boolean;
  metrics: readonly Metric[];
  repeats: number;
  /** Whether the run may end before all of them are asked. */
  stopEarly?: boolean | undefined;
  /** The attempt that the gates are corrected for; absent where attempts are only counted. */
  attempt?: number | undefined;
}

export interface Situation {
  metric: MetricDefinition;
  /** How many the gate is about: cases, or clusters of them. */
  units: number;
  /** What one of them is called. */
  unit: 'case' | 'cluster';
  grounds: Grounds;
}

/** What a gate asks for, and how its number is spoken of. */
export interface Demand {
  key: string;
  allowance: Allowance;
  method: ProofMethod;
  noun: string;
  /** What the number may be besides the one that is suggested. */
  most: string;
  /** The best that could be seen. */
  at: string;
  show(value: number): string;
}

/** `at 95 % a margin of 0.02 needs 149 cases if nothing flips; the dataset has 120`, and what would do. */
export function shortage(gate: Gate, situation: Situation, demand: Demand): Problem | null {
  const { allowance, method, noun, at, most, show } = demand;
  const { units, unit } = situation;
  const proves = (size: number, count: number) =>
    method.proves(allowance.shareOf(size), count, gate.confidence);
  if (proves(allowance.size, units)) return null;
  const fewest = method.fewest(allowance.shareOf(allowance.size), gate.confidence);
  const needed = countFrom(Math.max(fewest, units), (count) => proves(allowance.size, count));
  const smallest = allowance.sizeOf(method.smallest(units, gate.confidence));
  const size = readableFrom(smallest, allowance.most, (candidate) => proves(candidate, units));
  const written = show(allowance.written(allowance.size));
  const more = moreUnits(needed, situation);
  const suggested = show(allowance.written(size));
  return shortageProblem(
    gate,
    demand.key,
    `${atConfidence(gate, situation)} a ${noun} of ${written} needs ${unitWords(needed, gate, unit)} ${at}; ${available(gate, situation)}`,
    size < allowance.most ? `Use a ${noun} of ${suggested} or ${most}, or ${more}` : sentence(more),
  );
}

/** Counts on until it is enough; in larger steps where there are many, because each takes its time. */
function countFrom(start: number, isEnough: (count: number) => boolean): number {
  let count = start;
  while (!isEnough(count)) count += Math.max(1, Math.floor(count / 500));
  return count;
}

/** The number rounded up to two significant digits, and on from there until it is enough; `most` where nothing below is. */
function readableFrom(value: number, most: number, isEnough: (value: number) => boolean): number {
  if (!(value < most)) return most;
  const unit = 10 ** (1 - Math.floor(Math.log10(value)));
  // What is above a whole number by less than a rounding error counts as that number.
  for (let count = Math.ceil(value * unit - 1e-9); count / unit < most; count++) {
    if (isEnough(count / unit)) return count / unit;
  }
  return most;
}

/** `at 95 %`, `at 99.58 % (attempt 3)` */
export function atConfidence({ confidence }: Gate, { grounds: { attempt } }: Situation): string {
  return `at ${formatConfidence(confidence)}${attempt === undefined ? '' : ` (attempt ${attempt})`}`;
}

export function available(gate: Gate, { units, grounds }: Situation): string {
  const where = gate.slice === null ? 'the dataset' : `the slice "${gate.slice}"`;
  return `${where} has ${formatCount(units)}${grounds.setApart ? ' that are not set apart for tuning' : ''}`;
}

/** `59 cases`, `53 clusters of customer` */
export function unitWords(count: number, { cluster }: Gate, unit: Situation['unit']): string {
  return unit === 'case' ? plural(count, unit) : `${plural(count, unit)} of ${cluster}`;
}

export function moreUnits(needed: number, { units, unit }: Situation): string {
  return `add ${plural(needed - units, unit)}`;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function shortageProblem(gate: Gate, key: string, message: string, hint: string): Problem {
  return { field: `gate "${gate.name}" ${key}`, message, hint };
}
