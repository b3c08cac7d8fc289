import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Problem } from '../core/problem.ts';
import { type EvaluatorLoader, resolveEvaluators } from './resolve-evaluators.ts';
import { type KnownMetrics, resolveGates } from './resolve-gates.ts';
import type { ResolvedPrompt } from './resolved-config.ts';
import type { ModelConfig, PromptConfig } from './user-config.ts';

export type Path = (string | number)[];
/** The field's place in the config is added, unless the problem lies in another file. */
export type Report = (path: Path, problem: Omit<Problem, 'field'>) => void;

/**
 * One prompt of a config, as far as its fields are sound: the schema has said what is wrong with the others.
 * undefined where that leaves no dataset.
 */
export async function resolvePrompt(
  root: string,
  name: string,
  written: PromptConfig,
  loadEvaluator: EvaluatorLoader,
  report: Report,
  isSound: (path: Path) => boolean,
): Promise<ResolvedPrompt | undefined> {
  const base: Path = ['prompts', name];
  const has = (key: keyof PromptConfig) => isSound([...base, key]);
  const datasets = has('dataset') ? [written.dataset].flat() : [];
  const file = resolve(root, (has('file') && written.file) || `prompts/${name}.prompt.yml`);
  if (has('file') && !existsSync(file)) {
    report([...base, 'file'], { message: `the prompt file ${relative(root, file)} does not exist` });
  }
  for (const dataset of datasets) {
    if (!existsSync(resolve(root, dataset)))
      report([...base, 'dataset'], { message: `the dataset ${dataset} does not exist` });
  }
  const configs = (has('evaluators') && written.evaluators) || [];
  const evaluators = await resolveEvaluators(root, configs, loadEvaluator, (index, problem) =>
    report([...base, 'evaluators', index], problem),
  );
  const known = {
    metrics: evaluators.flatMap((evaluator) => evaluator.metrics),
    areAll: has('evaluators') && evaluators.length === configs.length,
  };
  const { gates, gatePlaces } = resolvePromptGates(written, known, base, report, isSound);
  const models = resolveModels((has('models') && written.models) || ['own'], base, report);
  if (datasets.length === 0) return undefined;
  return {
    name,
    file,
    datasets: datasets.map((dataset) => resolve(root, dataset)),
    models,
    repeats: (has('repeats') && written.repeats) || 1,
    stopEarly: (has('stopEarly') && written.stopEarly) || false,
    evaluators,
    gates,
    gatePlaces,
    attempts: (has('attempts') && written.attempts) || 'counted',
    onInconclusive: (has('onInconclusive') && written.onInconclusive) || 'block',
    ...clusterIn(written, has('cluster')),
    path: (has('path') && written.path) || [],
  };
}

/** A gate that the schema already complained about is left out: what follows from that would only be noise. */
function resolvePromptGates(
  config: PromptConfig,
  known: KnownMetrics,
  base: Path,
  report: Report,
  isSound: (path: Path) => boolean,
): Required<Pick<ResolvedPrompt, 'gates' | 'gatePlaces'>> {
  const written = Array.isArray(config.gates) ? config.gates : [];
  const sound = written
    .map((gate, index) => ({ gate, index }))
    .filter(({ index }) => isSound([...base, 'gates', index]));
  const { gates, places, problems } = resolveGates(
    sound.map(({ gate }) => gate),
    known,
    clusterIn(config, isSound([...base, 'cluster'])),
  );
  for (const { gate, key, ...problem } of problems) {
    report([...base, 'gates', sound[gate]?.index ?? gate, ...(key === null ? [] : [key])], problem);
  }
  const inConfig = [...places].map(([gate, at]): [string, number] => [gate, sound[at]?.index ?? at]);
  return { gates, gatePlaces: new Map(inConfig) };
}

function clusterIn({ cluster }: PromptConfig, isSound: boolean): { cluster?: string } {
  return isSound && cluster !== undefined ? { cluster } : {};
}

/** A text that names no model is left out. */
function resolveModels(models: readonly ModelConfig[], base: Path, report: Report): ResolvedPrompt['models'] {
  return models.flatMap<ResolvedPrompt['models'][number]>((written, index) => {
    if (written === 'own') return ['own'];
    const { model, parameters = {} } = typeof written === 'string' ? { model: written } : written;
    if (/^[^/\s]+\/\S+$/.test(model)) return [{ model, parameters }];
    report([...base, 'models', index], {
      message: `${JSON.stringify(model)} is no model`,
      expected: '"own" or provider/model, such as openai/gpt-4.1-mini',
    });
    return [];
  });
}
