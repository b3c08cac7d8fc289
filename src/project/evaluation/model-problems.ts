import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { type Evaluator, modelsOf } from '../../core/evaluator.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { pairModels } from '../../runner/model-pairings.ts';
import { parameterProblems } from '../models/parameter-problems.ts';
import { priceTable } from '../models/price-table.ts';
import { providerProblems } from '../models/providers.ts';
import { priceProblems } from '../models/require-prices.ts';
import { lineInConfig } from '../opening/line-in-config.ts';
import type { Project } from '../opening/open-project.ts';
import { lineInPrompt } from '../prompts/line-in-prompt.ts';

/** The prompt's own model stands in its file, the others in the config. Those of evaluators are looked at with its cases. */
export function modelProblems(project: Project, prompt: ResolvedPrompt, draft: PromptFile): Problem[] {
  const judges = prompt.evaluators.flatMap(modelsOf);
  const models = pairModels(prompt.models, null, draft).map((pairing) => pairing.candidate.model);
  const [own, others] = [
    models.filter((id) => id === draft.model),
    models.filter((id) => id !== draft.model),
  ];
  const { config, display } = project;
  const inFile = { file: display(prompt.file), line: lineInPrompt(prompt.file, ['model']), field: 'model' };
  const inConfig = {
    file: display(config.file),
    ...lineInConfig(config, ['prompts', prompt.name, 'models']),
    field: `prompts['${prompt.name}'].models`,
  };
  return [
    ...providerProblems(own, config).map((problem) => ({ ...inFile, ...problem })),
    ...providerProblems(others, config).map((problem) => ({ ...inConfig, ...problem })),
    ...capProblems(project, [...models, ...judges], prompt.evaluators),
  ];
}

/** Those of the prompt file stand there; the others with their model in the config. */
export async function refusedParameters(
  { config, display }: Project,
  prompt: ResolvedPrompt,
  draft: PromptFile,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { candidate } of pairModels(prompt.models, null, draft)) {
    const found = await parameterProblems(candidate, config, draft['x-prompteval'].dropUnsupported);
    for (const { parameter, message } of found) {
      const path = ['modelParameters', ...(parameter === null ? [] : [parameter])];
      const isInFile = parameter === null || Object.hasOwn(draft.modelParameters ?? {}, parameter);
      const place = isInFile
        ? { file: display(prompt.file), line: lineInPrompt(prompt.file, path), field: path.join('.') }
        : {
            file: display(config.file),
            ...lineInConfig(config, ['prompts', prompt.name, 'models']),
            field: `prompts['${prompt.name}'].models`,
          };
      problems.push({ ...place, message: `${candidate.model}: ${message}` });
    }
  }
  return problems;
}

/** What a run would refuse before its first call. */
function capProblems(
  project: Project,
  models: readonly string[],
  evaluators: readonly Evaluator[],
): Problem[] {
  const { config } = project;
  if (config.maxCost === null) return [];
  const file = project.display(config.file);
  return priceProblems(models, priceTable(config), evaluators).map((problem) => ({ file, ...problem }));
}
