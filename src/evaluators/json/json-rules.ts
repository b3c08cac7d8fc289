import { describe } from '../options/metric-problems.ts';
import { type OptionCheck, textOptionChecks } from '../options/options.ts';
import { type JsonPath, parseJsonPath } from '../reading/json-path.ts';
import type { Normalization } from '../reading/normalize.ts';
import { type Tolerance, toleranceCheck } from './tolerance.ts';

/** What two JSON values may differ in and still be the same. */
export interface JsonRules {
  /** Paths that are not looked at; `*` stands for every key and every index. */
  ignored: readonly JsonPath[];
  /** Lists whose order doesn't count: all of them, or those at these paths. */
  unordered: true | readonly JsonPath[];
  tolerance: Tolerance;
  normalize: Normalization;
  /** Whether fields that are not expected are allowed. */
  extra: boolean;
}

/** What may differ between an answer's JSON and the expected one. */
export interface JsonRuleOptions {
  /** Paths that don't count: `createdAt`, `items.*.id`. */
  ignore?: string[];
  /** How far numbers may be from the expected ones: `0.01`, or `'2%'`. Default: not at all. */
  tolerance?: Tolerance;
  /** Lists in which order doesn't count: `true` for all, or their paths. Default: none. */
  unordered?: boolean | string[];
  /** How texts are compared; default `trim`. */
  normalize?: Normalization;
  /** `refuse`: a field that is not expected is wrong too. Default `allow`. */
  extra?: 'allow' | 'refuse';
}

const pathsCheck: OptionCheck = (value) => {
  if (!Array.isArray(value)) return { message: `is ${describe(value)}`, expected: 'a list of paths' };
  return value.map((path) => textOptionChecks.path(path)).find((flaw) => flaw !== undefined);
};

export const jsonRuleChecks = {
  ignore: pathsCheck,
  tolerance: toleranceCheck,
  unordered: (value) => (typeof value === 'boolean' ? undefined : pathsCheck(value)),
  normalize: textOptionChecks.normalize,
  extra: (value) =>
    value === 'allow' || value === 'refuse'
      ? undefined
      : { message: `is ${JSON.stringify(value)}`, expected: '"allow" or "refuse"' },
} satisfies Record<string, OptionCheck>;

/** Of options that were checked. */
export function jsonRules(options: JsonRuleOptions): JsonRules {
  const { ignore = [], tolerance = 0, unordered = false, normalize = 'trim', extra = 'allow' } = options;
  return {
    ignored: pathsOf(ignore),
    tolerance,
    unordered: unordered === true ? true : pathsOf(unordered === false ? [] : unordered),
    normalize,
    extra: extra === 'allow',
  };
}

function pathsOf(texts: readonly string[]): JsonPath[] {
  return texts.flatMap((text) => {
    const path = parseJsonPath(text);
    return path === undefined ? [] : [path];
  });
}

/** `items[0].name`, as a person would type it. */
export function pathText(path: JsonPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      const name = /^[^.[\]"\s]+$/.test(step) ? step : undefined;
      if (name === undefined) return `[${JSON.stringify(step)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
