import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { type Imported, type ReferencedFiles, variableNameOf } from './imported.ts';
import { placeAssertions, withFiles } from './promptfoo-assertion-files.ts';
import { datasetOf, readCase, variablesOf } from './promptfoo-cases.ts';
import { defaultEvaluators, pathsIn, readDefaults } from './promptfoo-defaults.ts';
import { type PromptfooPrompt, readPrompts } from './promptfoo-prompts.ts';
import { type ImportedModel, readProvider } from './promptfoo-provider.ts';
import { readTests, readVars } from './promptfoo-tests.ts';
import { fillVars, LeftTemplates } from './promptfoo-values.ts';

const understood = ['description', 'prompts', 'providers', 'targets', 'tests', 'defaultTest', '$schema'];

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
  const grader = graderOf(defaults, lost);
  const common = await readVars(defaults.vars, 'defaultTest.vars', files, lost);
  const tests = (await readTests(config.tests, files, lost)).map((test) => ({
    ...test,
    vars: fillVars({ ...common, ...test.vars }),
  }));
  const asserted = await withFiles(placeAssertions(defaults.assert, 'defaultTest', lost), files);
  const everywhere = readDefaults(asserted, lost);
  const asked = new Map(prompts.flatMap((prompt) => [...prompt.paths]));
  const judged = pathsIn(everywhere.criteria.map(({ criteria }) => criteria));
  const paths = new Map([...judged.map((path) => [variableNameOf(path), path] as const), ...asked]);
  const left = new LeftTemplates();
  const grounds = { defaults: everywhere.assertions, paths, left };
  const cases = tests.map((test) => readCase(test, grounds, lost));
  lost.push(...left.sentences());
  const variables = variablesOf(asked, cases, lost);
  const vars = tests.map((test) => test.vars);
  const evaluators = defaultEvaluators(everywhere, { grader, model: chosen.model, vars }, lost);
  return {
    name,
    prompts: prompts.map((prompt, index) => ({
      variant: index === 0 ? null : `v${index + 1}`,
      source: sourceOf(prompt, { name, chosen, variables, description: config.description }),
    })),
    ...datasetOf(cases, evaluators, lost),
    gates: everywhere.gates,
    lost: [...new Set(lost)],
  };
}

/** Who judges where an assertion names nobody. */
function graderOf({ options, ...others }: JsonObject, lost: string[]): Json | undefined {
  for (const key of Object.keys(others).filter((other) => !['vars', 'assert', 'description'].includes(other)))
    lost.push(`defaultTest.${key}`);
  const { provider, ...rest } = isJsonObject(options) ? options : {};
  for (const key of Object.keys(rest)) lost.push(`defaultTest.options.${key}`);
  return provider;
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

function sourceOf(
  prompt: PromptfooPrompt,
  {
    name,
    chosen,
    variables,
    description,
  }: {
    name: string;
    chosen: ImportedModel;
    variables: ReadonlyMap<string, JsonObject>;
    description: Json | undefined;
  },
): JsonObject {
  const used = [...prompt.paths.keys()].map((variable) => [
    variable,
    variables.get(variable) ?? { type: 'string' },
  ]);
  return {
    name,
    ...(prompt.label ? { description: prompt.label } : typeof description === 'string' && { description }),
    model: chosen.model,
    ...(Object.keys(chosen.parameters).length > 0 && { modelParameters: chosen.parameters }),
    ...chosen.format,
    messages: prompt.messages,
    ...(used.length > 0 && { 'x-prompteval': { variables: Object.fromEntries(used) } }),
  };
}
