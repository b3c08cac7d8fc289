import { amountMetrics } from '../../core/metrics.ts';
import type { Problem } from '../../core/problem.ts';
import { suggestion } from '../../core/suggest.ts';
import { printable } from '../../core/text.ts';

type Flaw = Omit<Problem, 'field'>;

const reserved = amountMetrics.map((metric) => metric.id);

/** What is wrong with the id of a metric; ids are typed into gates and printed in tables. */
export function metricIdFlaw(id: unknown): Flaw | undefined {
  if (typeof id !== 'string') return { message: `is ${describe(id)}`, expected: 'a name such as "quality"' };
  if (id.trim() === '') return { message: 'is empty', expected: 'a name such as "quality"' };
  if (id !== id.trim() || id !== printable(id) || /\s/.test(id.replaceAll(' ', ''))) {
    return {
      message: `is ${JSON.stringify(id)}`,
      expected: 'a name on one line, without white space around it',
    };
  }
  if (!reserved.includes(id)) return undefined;
  return {
    message: `is "${id}", which every trial is measured for already`,
    hint: `Choose another name; ${reserved.join(', ')} are taken`,
  };
}

/** Everything that is wrong with one metric; `field` is where it stands. */
export function metricProblems(metric: unknown, field: string): Problem[] {
  if (typeof metric !== 'object' || metric === null || Array.isArray(metric)) {
    return [{ field, message: `is ${describe(metric)}`, expected: 'a metric: { id, better, kind, range }' }];
  }
  const { id, better, kind, range, unit }: Partial<Record<string, unknown>> = { ...metric };
  const flaws: [string, Flaw | undefined][] = [
    ['id', metricIdFlaw(id)],
    ['better', choiceFlaw(better, ['higher', 'lower'])],
    ['kind', choiceFlaw(kind, ['binary', 'score'])],
    ['range', rangeFlaw(range, kind)],
    ['unit', unit === undefined ? undefined : textFlaw(unit, 'a text such as "points"')],
  ];
  return flaws.flatMap(([key, flaw]) => (flaw === undefined ? [] : [{ field: `${field}.${key}`, ...flaw }]));
}

export function textFlaw(value: unknown, expected: string): Flaw | undefined {
  if (value === undefined) return { message: 'is missing', expected };
  if (typeof value !== 'string') return { message: `is ${describe(value)}`, expected };
  return value.trim() === '' ? { message: 'is empty', expected } : undefined;
}

export function choiceFlaw(value: unknown, words: readonly string[]): Flaw | undefined {
  const expected = words.map((word) => `"${word}"`).join(' or ');
  if (typeof value !== 'string') {
    return { message: value === undefined ? 'is missing' : `is ${describe(value)}`, expected };
  }
  if (words.includes(value)) return undefined;
  const hint = suggestion(value, words);
  return { message: `is ${JSON.stringify(value)}`, expected, ...(hint?.startsWith('Did') ? { hint } : {}) };
}

function rangeFlaw(range: unknown, kind: unknown): Flaw | undefined {
  const expected = '[smallest, largest], two numbers';
  if (range === undefined)
    return { message: 'is missing', expected, hint: 'The bounds of a score rest on it' };
  if (!Array.isArray(range) || range.length !== 2) return { message: `is ${describe(range)}`, expected };
  const [low, high]: unknown[] = range;
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return { message: `is [${String(low)}, ${String(high)}]`, expected, hint: 'Both ends must be finite' };
  }
  if (Number(low) >= Number(high))
    return { message: `is [${low}, ${high}]`, expected: 'the smaller number first' };
  if (kind !== 'binary' || (low === 0 && high === 1)) return undefined;
  return { message: `is [${low}, ${high}]`, expected: '[0, 1] for a binary metric' };
}

/** A value in a few words, for messages. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof RegExp) return 'a regular expression';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'function' ? 'a function' : `the ${typeof value} ${String(value)}`;
}
