import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { keptAnswers, planCalls, type RunPlan } from '../evaluation/dry-run.ts';
import type { Project } from '../opening/open-project.ts';
import { prepareSweep, trialPlanOf } from './plan-sweep.ts';
import { sameAsBaseline } from './sweep-grid.ts';
import type { SweepOptions } from './sweep-options.ts';

/** What a sweep would ask for; every amount in it is an estimate. */
export interface SweepCalls
  extends Pick<
    RunPlan,
    'prompt' | 'baseline' | 'cases' | 'split' | 'repeats' | 'calls' | 'cached' | 'models' | 'usd'
  > {
  /** Lines of the table, stable not counted. */
  rows: number;
  /** What the table will not have, each in a sentence. */
  warnings: string[];
}

/** The calls that a sweep would make and about what they would cost; makes none. */
export async function planSweepCalls(
  project: Project,
  prompt: ResolvedPrompt,
  options: SweepOptions,
): Promise<SweepCalls> {
  const plan = await prepareSweep(project, prompt, options);
  const trials = trialPlanOf(plan);
  // A sweep asks no case again that the cache has.
  const kept = await keptAnswers(project, plan.evaluation.cache, trials, new Set());
  const { baseline, cases, repeats, calls, cached, models, usd } = planCalls(project, prompt, trials, kept);
  const { split } = plan.chosen;
  return {
    prompt: prompt.name,
    baseline: plan.baseline === null ? null : baseline,
    rows: plan.grid.rows.length,
    warnings: sameAsBaseline(plan.grid, plan.baseline),
    cases,
    ...(split !== undefined && { split }),
    repeats,
    calls,
    ...(cached !== undefined && { cached }),
    models,
    usd,
  };
}
