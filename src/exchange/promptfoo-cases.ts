import type { Json, JsonObject } from '../core/json.ts';
import type { EvaluatorCode } from '../starter/github-tests.ts';
import { variableNameOf, variableTypeOf } from './imported.ts';
import { readAssertion, wholePattern } from './promptfoo-assertion.ts';
import type { PlacedAssertion, PromptfooTest } from './promptfoo-test.ts';
import { fillValue, type LeftTemplates, valueAt } from './promptfoo-values.ts';

export interface ImportedCase {
  /** By the names that variables have here. */
  values: JsonObject;
  row: JsonObject;
  expected: string[];
  checks: JsonObject[];
}

interface CaseGrounds {
  /** What is asserted of every test. */
  defaults: readonly PlacedAssertion[];
  /** Variables that are a way into a value, such as `user.name`, by their names here. */
  paths: ReadonlyMap<string, string>;
  left: LeftTemplates;
}

export function readCase(
  test: PromptfooTest,
  { defaults, paths, left }: CaseGrounds,
  lost: string[],
): ImportedCase {
  for (const [name, value] of Object.entries(test.vars)) left.add(value, `${test.place}.vars.${name}`);
  const read = [...defaults, ...test.assertions].flatMap(({ place, assertion }) => {
    // promptfoo fills variables into the values of assertions too.
    const filled = fillValue(assertion, test.vars);
    const found = readAssertion(filled, place, false);
    if (!found.some((each) => 'lost' in each)) left.add(filled, place);
    return found;
  });
  lost.push(...read.flatMap((found) => ('lost' in found ? [found.lost] : [])));
  const { tags, lost: unnamed } = tagsOf(test);
  lost.push(...unnamed);
  return {
    values: valuesOf(test.vars, paths),
    row: {
      ...(test.description && { notes: test.description }),
      ...(tags.length > 0 && { tags }),
    },
    expected: read.flatMap((found) => ('expected' in found ? [found.expected] : [])),
    checks: read.flatMap((found) => ('check' in found ? [found.check] : [])),
  };
}

function tagsOf({ metadata, place }: PromptfooTest): { tags: string[]; lost: string[] } {
  const entries = Object.entries(metadata).flatMap(([key, value]) =>
    [value ?? []].flat().map((each) => [key, each] as const),
  );
  const isPlain = ([, value]: readonly [string, Json]) => typeof value !== 'object';
  return {
    tags: entries.filter(isPlain).map(([key, value]) => `${key}:${value}`.replace(/[|\s]+/g, '-')),
    lost: entries.filter((entry) => !isPlain(entry)).map(([key]) => `${place}.metadata.${key}`),
  };
}

function valuesOf(vars: JsonObject, paths: ReadonlyMap<string, string>): JsonObject {
  const named = Object.entries(vars).map(([name, value]) => [variableNameOf(name), value]);
  const reached = [...paths].flatMap(([name, path]) => {
    const value = valueAt(vars, path);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries([...named, ...reached]);
}

/** What any answer passes that says something: a case without a check would be no evidence. */
const anyAnswer: JsonObject = { use: 'matches', pattern: '\\S' };

/** Where every test says what its answer is, that is what the cases expect; else it is one of their checks. */
export function datasetOf(
  cases: readonly ImportedCase[],
  others: readonly EvaluatorCode[],
  lost: string[],
): { rows: JsonObject[]; evaluators: EvaluatorCode[] } {
  const isExact = cases.length > 0 && cases.every(({ expected }) => expected.length === 1);
  const checksOf = ({ checks, expected }: ImportedCase) => [
    ...checks,
    ...(isExact ? [] : expected.map((text) => ({ use: 'matches', pattern: wholePattern(text) }))),
  ];
  const isChecked = cases.some((each) => checksOf(each).length > 0);
  const unchecked = isChecked ? cases.filter((each) => checksOf(each).length === 0).length : 0;
  if (unchecked > 0) {
    lost.push(
      `${unchecked} of ${cases.length} tests have no check left: any answer that is not empty passes them, until they get one in the dataset`,
    );
  }
  const rows = cases.map((each) => ({
    ...each.values,
    ...(isExact && { expected: each.expected[0] }),
    ...(isChecked && { checks: checksOf(each).length > 0 ? checksOf(each) : [anyAnswer] }),
    ...each.row,
  }));
  const evaluators: EvaluatorCode[] = [
    ...(isExact
      ? [{ name: 'exactMatch' as const, metric: 'quality', code: "exactMatch({ metric: 'quality' })" }]
      : []),
    ...(isChecked ? [{ name: 'caseChecks' as const, metric: 'checks', code: 'caseChecks()' }] : []),
    ...others,
  ];
  return { rows, evaluators };
}

/** A variable that not every case has is not required, and empty where it is missing. */
export function variablesOf(
  paths: ReadonlyMap<string, string>,
  cases: readonly ImportedCase[],
  lost: string[],
): Map<string, JsonObject> {
  return new Map(
    [...paths].map(([name, path]) => {
      const values = cases.flatMap((each) => each.values[name] ?? []);
      const isMissing = values.length < cases.length;
      if (isMissing && values.length === 0) lost.push(`{{${path}}}: no test has it; it is always empty`);
      const type = variableTypeOf(values);
      const missing: JsonObject = { type: isMissing ? 'string' : type, required: false, default: '' };
      return [name, isMissing ? missing : { type }];
    }),
  );
}
