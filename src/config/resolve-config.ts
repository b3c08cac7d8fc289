import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';
import { isJsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { compileSchema } from '../schema/compile-schema.ts';
import { configSchema } from './config-schema.ts';
import type { LoadedConfig } from './load-config.ts';
import { locateField } from './locate.ts';
import { parseDuration } from './quantities.ts';
import { type EvaluatorLoader, resolveEvaluators } from './resolve-evaluators.ts';
import { resolveGates } from './resolve-gates.ts';
import type { ResolvedConfig, ResolvedPrompt } from './resolved-config.ts';
import type { ModelConfig, PromptConfig, UserConfig } from './user-config.ts';

type Path = (string | number)[];
type Report = (path: Path, problem: Omit<Problem, 'file' | 'line' | 'field'>) => void;

const defaultMaxRunAge = '24h';

/**
 * Checks a loaded config and fills in its defaults.
 *
 * @throws InputError with every problem that was found, each with file, line and field.
 */
export async function resolveConfig(
  loaded: LoadedConfig,
  loadEvaluator: EvaluatorLoader,
): Promise<ResolvedConfig> {
  const problems: Problem[] = [];
  const report: Report = (path, problem) => problems.push({ ...placeOf(loaded, path), ...problem });
  const config = loaded.value;
  if (!isConfigObject(config)) {
    report([], {
      message: 'the config exports nothing',
      expected: 'a default export: export default defineConfig({ … })',
    });
    throw new InputError(problems);
  }
  const misshapen = compileSchema(configSchema)(config);
  for (const { path, message, expected, hint } of misshapen) {
    report(path, { message, ...(expected && { expected }), ...(hint && { hint }) });
  }
  const isSound = (path: Path) =>
    !misshapen.some((problem) => path.every((key, index) => problem.path[index] === key));
  const prompts = new Map<string, ResolvedPrompt>();
  for (const [name, prompt] of Object.entries(isJsonObject(config.prompts) ? config.prompts : {})) {
    if (!isJsonObject(prompt)) continue;
    const resolved = await resolvePrompt(loaded.root, name, prompt, loadEvaluator, report, isSound);
    if (resolved) prompts.set(name, resolved);
  }
  if (problems.length > 0) throw new InputError(problems);
  return {
    root: loaded.root,
    file: loaded.file,
    prompts,
    providers: config.providers ?? {},
    prices: { ...config.prices, ...ownPrices(config) },
    registry: config.registry ?? '.prompteval/registry',
    reports: resolve(loaded.root, config.reports ?? 'reports'),
    maxCost: config.maxCost ?? null,
    maxRunAgeMs: parseDuration(config.maxRunAge ?? defaultMaxRunAge) ?? 0,
  };
}

function placeOf(loaded: LoadedConfig, path: Path): Pick<Problem, 'file' | 'line' | 'field'> {
  const line = locateField(loaded.source, path);
  return {
    file: relative(process.cwd(), loaded.file) || loaded.file,
    ...(line !== undefined && { line }),
    ...(path.length > 0 && { field: fieldOf(path) }),
  };
}

/** `prompts.triage.gates[0].margin`; names that are no identifiers stand in quotes. */
function fieldOf(path: Path): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === 'number') return `${field}[${key}]`;
    if (/^[A-Za-z_$][\w$]*$/.test(key)) return field === '' ? key : `${field}.${key}`;
    return `${field}['${key}']`;
  }, '');
}

/** undefined where the shape is so wrong that the schema's problems say it all. */
async function resolvePrompt(
  root: string,
  name: string,
  config: PromptConfig,
  loadEvaluator: EvaluatorLoader,
  report: Report,
  isSound: (path: Path) => boolean,
): Promise<ResolvedPrompt | undefined> {
  const base: Path = ['prompts', name];
  const datasets = typeof config.dataset === 'string' ? [config.dataset] : config.dataset;
  if (!Array.isArray(datasets) || datasets.some((file) => typeof file !== 'string')) return undefined;
  const file = resolve(root, config.file ?? `prompts/${name}.prompt.yml`);
  if (!existsSync(file)) {
    report([...base, 'file'], { message: `the prompt file ${relative(root, file)} does not exist` });
  }
  for (const dataset of datasets) {
    if (!existsSync(resolve(root, dataset)))
      report([...base, 'dataset'], { message: `the dataset ${dataset} does not exist` });
  }
  const evaluators = await resolveEvaluators(root, config.evaluators ?? [], loadEvaluator, (index, problem) =>
    report([...base, 'evaluators', index], problem),
  );
  return {
    name,
    file,
    datasets: datasets.map((dataset) => resolve(root, dataset)),
    models: resolveModels(config.models ?? ['own'], base, report),
    repeats: config.repeats ?? 1,
    evaluators,
    gates: resolvePromptGates(config, evaluators, base, report, isSound),
  };
}

/** A gate that the schema already complained about is left out: what follows from that would only be noise. */
function resolvePromptGates(
  config: PromptConfig,
  evaluators: Evaluator[],
  base: Path,
  report: Report,
  isSound: (path: Path) => boolean,
): Gate[] {
  const written = Array.isArray(config.gates) ? config.gates : [];
  const sound = written
    .map((gate, index) => ({ gate, index }))
    .filter(({ index }) => isSound([...base, 'gates', index]));
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  const { gates, problems } = resolveGates(
    sound.map(({ gate }) => gate),
    metrics,
  );
  for (const { gate, key, ...problem } of problems) {
    report([...base, 'gates', sound[gate]?.index ?? gate, ...(key === null ? [] : [key])], problem);
  }
  return gates;
}

function resolveModels(models: readonly ModelConfig[], base: Path, report: Report): ResolvedPrompt['models'] {
  return (Array.isArray(models) ? models : []).map((written, index) => {
    if (written === 'own') return 'own';
    const { model, parameters } = typeof written === 'string' ? { model: written, parameters: {} } : written;
    if (typeof model !== 'string' || !/^[^/\s]+\/\S+$/.test(model)) {
      report([...base, 'models', index], {
        message: `${JSON.stringify(model)} is no model`,
        expected: '"own" or provider/model, such as openai/gpt-4.1-mini',
      });
    }
    return { model, parameters: parameters ?? {} };
  });
}

/** Prices that stand beside a model hold for it everywhere. */
function ownPrices(config: UserConfig): ResolvedConfig['prices'] {
  const priced = Object.values(config.prompts)
    .flatMap((prompt) => prompt.models ?? [])
    .flatMap((model) =>
      typeof model === 'object' && model.price ? [[model.model, model.price] as const] : [],
    );
  return Object.fromEntries(priced);
}

/** The shape inside is the schema's matter. */
function isConfigObject(value: unknown): value is UserConfig {
  return isJsonObject(value);
}
