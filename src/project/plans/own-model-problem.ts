import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { includesOwnModel } from '../../release/own-model.ts';
import { pairModels } from '../../runner/model-pairings.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';

/** A version ships with its model, so a run without that model proves nothing about what ships; null where it is among them. */
export function ownModelProblem(
  { config, display }: Pick<Project, 'config' | 'display'>,
  prompt: Pick<ResolvedPrompt, 'name' | 'models'>,
  candidate: PromptFile,
): Problem | null {
  if (includesOwnModel(pairModels(prompt.models, null, candidate), candidate)) return null;
  return {
    file: display(config.file),
    ...lineInConfig(config, ['prompts', prompt.name, 'models']),
    field: `prompts['${prompt.name}'].models`,
    message: `the version ships with ${candidate.model}, which is not among the models that are evaluated with the version's own parameters, so it can not be released`,
    expected: `"own" or "${candidate.model}" among them`,
  };
}
