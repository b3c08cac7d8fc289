import { inspectConfig } from '../../src/config/resolve-config.ts';
import type { EvaluatorLoader } from '../../src/config/resolve-evaluators.ts';
import type { ResolvedConfig } from '../../src/config/resolved-config.ts';
import type { Evaluator } from '../../src/core/evaluator.ts';
import { formatProblem, type Problem } from '../../src/core/problem.ts';
import type { Metric } from '../../src/core/score.ts';
import { builtInEvaluators } from '../../src/evaluators/built-ins.ts';
import { evaluatorProblems } from '../../src/evaluators/options/define-evaluator.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';

export function evaluatorOf(...metrics: Metric[]): Evaluator {
  return {
    name: `measures-${metrics.map((metric) => metric.id).join('-')}`,
    version: '1',
    metrics,
    evaluate: () => [],
  };
}

export const quality: Metric = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
export const stars: Metric = { id: 'stars', better: 'higher', kind: 'score', range: [1, 5] };
export const mood: Metric = { id: 'mood', better: 'higher', kind: 'score', range: [-1, 1] };

export const loader: EvaluatorLoader = {
  builtIns: builtInEvaluators,
  importFile: async (file) => Promise.reject(new Error(`Cannot find module '${file}'`)),
  problemsOf: evaluatorProblems,
};

/** A project with a prompt file and a dataset, which a config may name. */
export async function projectFor(): Promise<TemporaryProject> {
  return makeProject({ 'prompts/greet.prompt.yml': 'x', 'datasets/greet.csv': 'x', 'more.csv': 'x' });
}

/** Resolves a config value as if `source` had exported it. */
export async function inspect(
  value: unknown,
  source = '',
  given: EvaluatorLoader = loader,
): Promise<{ config: ResolvedConfig | null; problems: Problem[]; project: TemporaryProject }> {
  const project = await projectFor();
  const file = project.path('prompteval.config.ts');
  const loaded = { file, root: project.folder, source, value, problems: [] };
  const inspected = await inspectConfig(loaded, given);
  return { ...inspected, project };
}

/** The problems of a config whose one prompt is `prompt`, without the file that all of them name. */
export async function problemsWith(prompt: Record<string, unknown>, more: object = {}): Promise<string[]> {
  const greet = { dataset: 'datasets/greet.csv', evaluators: [evaluatorOf(quality)], ...prompt };
  const { problems } = await inspect({ prompts: { greet }, ...more });
  return problems.map(({ file, ...problem }) => formatProblem(problem));
}
