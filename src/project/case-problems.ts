import type { ResolvedPrompt } from '../config/resolved-config.ts';
import type { Dataset } from '../core/case.ts';
import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { PromptFile } from '../core/prompt.ts';
import { sourceOf } from '../datasets/case-source.ts';
import { datasetProblems } from '../datasets/dataset-problems.ts';
import { gateProblems } from '../gates/gate-problems.ts';
import { renderPrompt } from '../prompts/render.ts';
import { pairModels } from '../runner/model-pairings.ts';
import type { Project } from './open-project.ts';
import { releaseCases } from './release-cases.ts';

const mostShown = 5;

/** Cases that a prompt cannot be rendered with: a missing value, one of the wrong type, one that is too long. */
export function renderProblems(dataset: Dataset, prompt: PromptFile): Problem[] {
  const missing = datasetProblems(dataset, prompt);
  if (missing.length > 0) return missing;
  const problems: Problem[] = [];
  for (const item of dataset.cases) {
    try {
      renderPrompt(prompt, item.variables);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(
        ...error.problems.map((problem) => ({
          ...sourceOf(item),
          ...problem,
          message: `case ${item.id}: ${problem.message}`,
        })),
      );
    }
  }
  const more = problems.length - mostShown;
  return more > 0 ? [...problems.slice(0, mostShown), { message: `and ${more} more like these` }] : problems;
}

/** Gates that cannot decide anything on this dataset, placed in the config. */
export function promptGateProblems(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: PromptFile,
  dataset: Dataset,
): Problem[] {
  const models = pairModels(prompt.models, null, candidate).map((pairing) => pairing.id);
  const file = project.display(project.config.file);
  return gateProblems(prompt.gates, releaseCases(dataset.cases), [...models, 'own']).map((problem) => ({
    file,
    ...problem,
    field: `prompts['${prompt.name}'] ${problem.field}`,
  }));
}

export function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
