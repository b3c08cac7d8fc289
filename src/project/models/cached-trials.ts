import { InputError } from '../../core/errors.ts';
import type { PlannedTrial } from '../../core/trial.ts';
import { renderPrompt } from '../../prompts/render.ts';
import { questionOf } from '../../runner/ask-model.ts';
import { lanesOf, planTrials, type TrialPlan } from '../../runner/plan-trials.ts';
import type { Project } from '../opening/open-project.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import { type CacheSettings, createAnswerCache } from './answer-cache.ts';
import { createProviderPool } from './providers.ts';

/**
 * Whether the cache has the answer of a trial, for every trial of a plan. null where nobody can tell: what is kept goes by
 * the address of a provider, and without its key there is none.
 *
 * @param live cases that are asked for whatever is kept of them
 */
export async function findCached(
  project: Project,
  settings: CacheSettings,
  plan: TrialPlan,
  live: ReadonlySet<string>,
): Promise<((trial: PlannedTrial) => boolean) | null> {
  const answers = createAnswerCache(settings, plan, live);
  if (answers === undefined) return () => false;
  const pool = createProviderPool(project.config);
  try {
    await pool.prepare([...new Set(lanesOf(plan).map((lane) => lane.settings.model))]);
    const images = new ImageFiles(project.config.root);
    const found = new Set<string>();
    for (const trial of planTrials(plan)) {
      const messages = await images.loadInto(renderPrompt(trial.arm.prompt, trial.case.variables));
      const question = questionOf(trial, messages, pool.providerOf(trial.settings.model));
      if ((await answers.find(trial, question)) !== null) found.add(keyOf(trial));
    }
    return (trial) => found.has(keyOf(trial));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  } finally {
    await pool.close();
  }
}

function keyOf({ arm, settings, repeat, case: { id } }: PlannedTrial): string {
  return JSON.stringify([arm.name, arm.variant, settings.id, repeat, id]);
}
