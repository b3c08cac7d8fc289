import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Split } from '../../core/case.ts';
import type { Project } from '../opening/open-project.ts';
import { loadPromptDataset } from './cases.ts';
import { splitCases } from './release-cases.ts';

/**
 * The cases that an author works on: those that prompts are tuned on, where some are set apart for that, so that what a
 * release is judged by stays unseen. `isUsual`: whether they are these, whatever was asked for.
 */
export async function tuningSplit(
  project: Project,
  prompt: ResolvedPrompt,
  asked: Split | undefined,
): Promise<{ split: Split | undefined; isUsual: boolean }> {
  const dataset = await loadPromptDataset(project, prompt);
  const isSetApart = dataset.cases.some((item) => item.split !== null);
  const isForTuning = isSetApart && dataset.cases.some((item) => item.split !== 'release');
  const usual = isForTuning ? 'tune' : undefined;
  if (asked === undefined || asked === usual) return { split: usual, isUsual: true };
  const of = (split: Split | undefined) => splitCases(dataset, split).cases.length;
  return { split: asked, isUsual: of(asked) === of(usual) };
}
