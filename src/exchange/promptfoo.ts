import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { EvaluatorCode } from '../starter/github-tests.ts';
import { quoted } from '../starter/quoted.ts';
import { type Imported, type ReferencedFiles, variableNameOf, variableTypeOf } from './imported.ts';
import { readAssertion, wholePattern } from './promptfoo-assertion.ts';
import { type PromptfooPrompt, readPrompts } from './promptfoo-prompts.ts';
import { type ImportedModel, readProvider } from './promptfoo-provider.ts';
import { type PromptfooTest, readTests, readVars } from './promptfoo-tests.ts';

const understood = [
  'description',
  'prompts',
  'providers',
  'targets',
  'tests',
  'defaultTest',
  'tags',
  '$schema',
];

/**
 * Reads a config of promptfoo: its first prompt becomes the draft and the others variants of it, its first model the prompt's
 * own, each test a case, and assertions that have a counterpart checks of their cases. Nothing else is dropped in silence.
 */
export async function readPromptfoo(
  config: JsonObject,
  { name, model, files }: { name: string; model: string; files: ReferencedFiles },
): Promise<Imported> {
  const lost = Object.keys(config)
    .filter((key) => !understood.includes(key))
    .map((key) => `${key}: it has no counterpart`);
  const prompts = await readPrompts(config.prompts, files, lost);
  const chosen = chooseModel(config.providers ?? config.targets, model, lost);
  const defaults = isJsonObject(config.defaultTest) ? config.defaultTest : {};
  if (typeof config.defaultTest === 'string') lost.push(`defaultTest: ${config.defaultTest}`);
  for (const key of Object.keys(defaults).filter(
    (other) => !['vars', 'assert', 'description'].includes(other),
  ))
    lost.push(`defaultTest.${key}`);
  const common = await readVars(defaults.vars, 'defaultTest.vars', files, lost);
  const tests = (await readTests(config.tests, files, lost)).map((test) => ({
    ...test,
    vars: { ...common, ...test.vars },
  }));
  const everywhere = readDefaults(defaults.assert, chosen.model, lost);
  const cases = tests.map((test) => readCase(test, everywhere.assertions, lost));
  const variables = variablesOf(prompts, cases);
  return {
    name,
    prompts: prompts.map((prompt, index) => ({
      variant: index === 0 ? null : `v${index + 1}`,
      source: sourceOf(prompt, { name, chosen, variables }),
    })),
    ...datasetOf(cases, everywhere.evaluators, lost),
    gates: everywhere.gates,
    lost: [...new Set(lost)],
  };
}

function chooseModel(listed: Json | undefined, model: string, lost: string[]): ImportedModel {
  const entries = Array.isArray(listed) ? listed : [listed ?? []].flat();
  const read = entries.map(readProvider);
  const [first, ...others] = read.filter((found) => typeof found !== 'string');
  lost.push(...read.filter((found) => typeof found === 'string'));
  if (others.length > 0) {
    const names = others.map((other) => other.model).join(', ');
    lost.push(`the providers ${names}: a prompt has one model; sweep compares it with others`);
  }
  if (first === undefined) return { model, parameters: {}, format: {}, lost: [] };
  lost.push(...first.lost);
  return first;
}

interface Defaults {
  /** Those that become checks of each case. */
  assertions: JsonObject[];
  evaluators: EvaluatorCode[];
  gates: string[];
}

/** What is asserted of every test: a schema and criteria become evaluators of their own, limits gates. */
function readDefaults(listed: Json | undefined, model: string, lost: string[]): Defaults {
  const found: Defaults = { assertions: [], evaluators: [], gates: [] };
  for (const [index, assertion] of (Array.isArray(listed) ? listed : []).entries()) {
    for (const read of readAssertion(assertion, `defaultTest.assert[${index}]`, true)) {
      if ('lost' in read) lost.push(read.lost);
      else if ('gate' in read) found.gates.push(read.gate);
      else if ('criteria' in read) found.evaluators.push(judge(read.criteria, model, found.evaluators));
      else if ('expected' in read) found.assertions.push({ type: 'equals', value: read.expected });
      else if (read.check.use === 'jsonSchema' && read.check.not !== true)
        found.evaluators.push(schemaEvaluator(read.check.schema, found.evaluators));
      else found.assertions.push(isJsonObject(assertion) ? assertion : {});
    }
  }
  return found;
}

function judge(criteria: string, model: string, others: readonly EvaluatorCode[]): EvaluatorCode {
  const count = others.filter(({ name }) => name === 'llmJudge').length;
  const metric = count === 0 ? 'rubric' : `rubric-${count + 1}`;
  const code = `llmJudge({ metric: ${quoted(metric)}, criteria: ${quoted(criteria)}, scale: 'yes-no', model: ${quoted(model)} })`;
  return { name: 'llmJudge', metric, code };
}

function schemaEvaluator(schema: Json | undefined, others: readonly EvaluatorCode[]): EvaluatorCode {
  const count = others.filter(({ name }) => name === 'jsonSchema').length;
  const metric = count === 0 ? 'schema' : `schema-${count + 1}`;
  const code = `jsonSchema({ metric: ${quoted(metric)}, schema: ${JSON.stringify(schema ?? {})} })`;
  return { name: 'jsonSchema', metric, code };
}

interface ImportedCase {
  vars: JsonObject;
  row: JsonObject;
  expected: string[];
  checks: JsonObject[];
}

function readCase(test: PromptfooTest, defaults: readonly JsonObject[], lost: string[]): ImportedCase {
  const read = [...defaults, ...test.assertions].flatMap((assertion, index) => {
    const place = `${test.place}.assert[${index - defaults.length}]`;
    return readAssertion(filled(assertion, test.vars), place, false);
  });
  lost.push(...read.flatMap((found) => ('lost' in found ? [found.lost] : [])));
  const tags = Object.entries(test.metadata).flatMap(([key, value]) =>
    typeof value === 'object' || value === undefined ? [] : [`${key}:${value}`.replace(/[|\s]+/g, '-')],
  );
  return {
    vars: test.vars,
    row: {
      ...(test.description && { notes: test.description }),
      ...(tags.length > 0 && { tags }),
    },
    expected: read.flatMap((found) => ('expected' in found ? [found.expected] : [])),
    checks: read.flatMap((found) => ('check' in found ? [found.check] : [])),
  };
}

/** promptfoo fills variables into the values of assertions too. */
function filled(assertion: Json, vars: JsonObject): Json {
  if (typeof assertion === 'string') {
    return assertion.replace(/\{\{\s*([\w-]+)\s*\}\}/g, (whole, name: string) => {
      const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
      return value === undefined || value === null || typeof value === 'object' ? whole : String(value);
    });
  }
  if (Array.isArray(assertion)) return assertion.map((entry) => filled(entry, vars));
  if (!isJsonObject(assertion)) return assertion;
  return Object.fromEntries(
    Object.entries(assertion).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, filled(value, vars)]],
    ),
  );
}

/** What any answer passes that says something: a case without a check would be no evidence. */
const anyAnswer: JsonObject = { use: 'matches', pattern: '\\S' };

/** Where every test says what its answer is, that is what the cases expect; else it is one of their checks. */
function datasetOf(cases: readonly ImportedCase[], others: readonly EvaluatorCode[], lost: string[]) {
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
    ...Object.fromEntries(Object.entries(each.vars).map(([name, value]) => [variableNameOf(name), value])),
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
function variablesOf(
  prompts: readonly PromptfooPrompt[],
  cases: readonly ImportedCase[],
): Map<string, JsonObject> {
  const names = new Set(prompts.flatMap(({ variables }) => variables));
  const rows = cases.map(
    ({ vars }) => new Map(Object.entries(vars).map(([name, value]) => [variableNameOf(name), value])),
  );
  return new Map(
    [...names].map((name) => {
      const values = rows.flatMap((row) => row.get(name) ?? []);
      const isMissing = cases.length > 0 && rows.some((row) => (row.get(name) ?? null) === null);
      const type = variableTypeOf(values);
      const missing: JsonObject = { type: isMissing ? 'string' : type, required: false, default: '' };
      return [name, isMissing ? missing : { type }];
    }),
  );
}

function sourceOf(
  prompt: PromptfooPrompt,
  {
    name,
    chosen,
    variables,
  }: { name: string; chosen: ImportedModel; variables: ReadonlyMap<string, JsonObject> },
): JsonObject {
  const used = prompt.variables.map((variable) => [variable, variables.get(variable) ?? { type: 'string' }]);
  return {
    name,
    ...(prompt.label && { description: prompt.label }),
    model: chosen.model,
    ...(Object.keys(chosen.parameters).length > 0 && { modelParameters: chosen.parameters }),
    ...chosen.format,
    messages: prompt.messages,
    ...(used.length > 0 && { 'x-prompteval': { variables: Object.fromEntries(used) } }),
  };
}
