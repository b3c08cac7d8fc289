import { isProviderDefinition } from '../../config/define-provider.ts';
import type { ResolvedConfig, ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Problem } from '../../core/problem.ts';
import { calibrationWarnings } from '../opening/calibrations.ts';

/** What a reader should know of the judges of a prompt: who checked them, and which of them are no language model. */
export async function judgeWarnings(config: ResolvedConfig, prompt: ResolvedPrompt): Promise<Problem[]> {
  return [...standInWarnings(config, prompt), ...(await calibrationWarnings(config.root, prompt))];
}

function standInWarnings(config: ResolvedConfig, { evaluators }: ResolvedPrompt): Problem[] {
  const standing = evaluators.filter(({ models = [] }) => models.some((model) => isDemo(model, config)));
  if (standing.length === 0) return [];
  const metrics = standing.flatMap((evaluator) => evaluator.metrics.map(({ id }) => id));
  return [
    {
      field: metrics.join(', '),
      message:
        'the demo model stands in for a judge; it reads the words in quotation marks of the criteria and understands nothing',
      hint: 'Name a language model as the judge before you rely on it',
    },
  ];
}

function isDemo(model: string, config: ResolvedConfig): boolean {
  const name = model.slice(0, model.indexOf('/'));
  const entry = config.providers[name];
  return !isProviderDefinition(entry) && (entry?.type ?? name) === 'demo';
}
