import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { suggestion } from '../../core/suggest.ts';
import type { Extraction } from '../reading/extract.ts';
import { parseJsonPath } from '../reading/json-path.ts';
import { type Normalization, normalizations } from '../reading/normalize.ts';
import type { ReadingSteps } from '../reading/read-answer.ts';
import { choiceFlaw, describe, metricIdFlaw } from './metric-problems.ts';

/** Options of every built-in that compares text. */
export interface TextOptions {
  /** Id of the metric; default: the evaluator's name. */
  metric?: string;
  /** Where in a JSON answer, and in a JSON `expected`, the value stands: `a.b[0].c`. */
  path?: string;
  /** What counts in the answer: a pattern (its first group, in its last match), or a function. */
  extract?: Extraction;
  /** Default `trim`. */
  normalize?: Normalization;
}

/** What is wrong with the value of one option. */
export type OptionCheck = (value: unknown) => Omit<Problem, 'field'> | undefined;

/** Of the built-ins that read an answer and compare no text. */
export const answerOptionChecks = {
  metric: metricIdFlaw,
  path: pathFlaw,
  extract: (value) =>
    value instanceof RegExp || typeof value === 'function'
      ? undefined
      : {
          message: `is ${describe(value)}`,
          expected: 'a regular expression such as /A: (.+)/, or a function',
        },
} satisfies Record<string, OptionCheck>;

export const textOptionChecks = {
  ...answerOptionChecks,
  normalize: (value) => choiceFlaw(value, normalizations),
} satisfies Record<string, OptionCheck>;

export const patternsCheck: OptionCheck = (value) => {
  const expected = 'a list of regular expressions';
  if (!Array.isArray(value)) return { message: `is ${describe(value)}`, expected };
  if (value.length === 0) return { message: 'is empty', expected };
  const flaw = value.findIndex((pattern) => !(pattern instanceof RegExp));
  return flaw < 0 ? undefined : { message: `holds ${describe(value[flaw])}`, expected };
};

/**
 * Looks at the options that an evaluator is made with. Options that are undefined count as not given.
 *
 * @throws InputError with every problem; its fields read `exactMatch.path`.
 */
export function checkOptions(evaluator: string, options: unknown, checks: Record<string, OptionCheck>): void {
  if (!isPlainObject(options)) {
    throw new InputError({
      field: evaluator,
      message: `the options are ${describe(options)}`,
      expected: `an object with ${Object.keys(checks).join(', ')}`,
    });
  }
  const problems = Object.entries(options).flatMap(([key, value]): Problem[] => {
    if (value === undefined) return [];
    const field = `${evaluator}.${key}`;
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    const flaw = check === undefined ? unknownOption(key, Object.keys(checks)) : check(value);
    return flaw === undefined ? [] : [{ field, ...flaw }];
  });
  if (problems.length > 0) throw new InputError(problems);
}

function unknownOption(key: string, known: string[]): Omit<Problem, 'field'> {
  const hint = suggestion(key, known);
  return { message: 'unknown option', ...(hint === undefined ? {} : { hint }) };
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);
}

function pathFlaw(value: unknown): Omit<Problem, 'field'> | undefined {
  const expected = 'a path such as "category" or "items[0].name"';
  if (typeof value !== 'string') return { message: `is ${describe(value)}`, expected };
  const rooted = /^\$(?=[.[])\.?/.exec(value);
  if (rooted !== null) {
    const bare = value.slice(rooted[0].length);
    return { message: `is ${JSON.stringify(value)}`, expected, hint: `Leave out the $: "${bare}"` };
  }
  return parseJsonPath(value) === undefined
    ? { message: `is ${JSON.stringify(value)}`, expected }
    : undefined;
}

/** How options that were checked read an answer. */
export function readingSteps(options: Pick<TextOptions, 'path' | 'extract'>): ReadingSteps {
  const steps = options.path === undefined ? undefined : parseJsonPath(options.path);
  return {
    path: options.path === undefined || steps === undefined ? undefined : { text: options.path, steps },
    extract: options.extract,
  };
}
