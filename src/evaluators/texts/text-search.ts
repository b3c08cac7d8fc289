import type { Json } from '../../core/json.ts';
import { describe } from '../options/metric-problems.ts';
import { type OptionCheck, type TextOptions, textOptionChecks } from '../options/options.ts';
import { foldCase } from '../reading/fold-case.ts';
import { normalizeText, textOf } from '../reading/normalize.ts';
import { readNumbers } from '../reading/numbers.ts';
import { type Reading, type ReadingSteps, readExpected } from '../reading/read-answer.ts';

export interface SearchOptions extends TextOptions {
  /** Upper and lower case are the same. */
  ignoreCase?: boolean;
}

export const booleanCheck: OptionCheck = (value) =>
  typeof value === 'boolean' ? undefined : { message: `is ${describe(value)}`, expected: 'true or false' };

export const filledTextCheck: OptionCheck = (value) =>
  typeof value === 'string' && value.trim() !== ''
    ? undefined
    : { message: typeof value === 'string' ? 'is empty' : `is ${describe(value)}`, expected: 'a text' };

export const searchOptionChecks = {
  ...textOptionChecks,
  ignoreCase: booleanCheck,
} satisfies Record<string, OptionCheck>;

/** A text as it is compared; undefined where `normalize: 'number'` finds no number in it. */
export type Fold = (text: string) => string | undefined;

export function foldOf({ normalize = 'trim', ignoreCase = false }: SearchOptions): Fold {
  return (text) => {
    const normal = normalizeText(text, normalize);
    return ignoreCase && normal !== undefined ? foldCase(normal) : normal;
  };
}

/** Which texts, folded before, occur in a value: in a list as one of its entries, among numbers as one of them. */
export function searchIn(value: Json, options: SearchOptions): (wanted: string) => boolean {
  const fold = foldOf(options);
  if (Array.isArray(value)) {
    const entries = new Set(value.map((entry) => fold(textOf(entry))));
    return (wanted) => entries.has(wanted);
  }
  if (options.normalize === 'number') {
    const numbers = new Set(readNumbers(textOf(value)));
    return (wanted) => numbers.has(wanted);
  }
  const text = fold(textOf(value)) ?? '';
  return (wanted) => text.includes(wanted);
}

/** What is searched for: the evaluator's own text, or else what the case expects. */
export function searchedFor(
  { text }: { text?: string },
  expected: Json | undefined,
  steps: Pick<ReadingSteps, 'path'>,
): Reading {
  return text === undefined ? readExpected(expected, steps) : { found: true, value: text, source: 'text' };
}

/** Why a text can't be searched for. */
export function nothingToSearch({ normalize }: SearchOptions): string {
  return `the expected value holds no ${normalize === 'number' ? 'number' : 'text'}`;
}
