import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { VersionPointer } from '../../core/registry.ts';
import type { Arms, ChosenCases, Evaluation } from '../../evaluation/evaluation.ts';
import type { Lane, LanePlace, TrialPlan } from '../../runner/plan-trials.ts';
import { isNarrowed, loadCases } from '../cases/cases.ts';
import { tuningSplit } from '../cases/tuning-split.ts';
import { evaluationOf } from '../evaluation/evaluation.ts';
import type { Project } from '../opening/open-project.ts';
import { resolveBaselineArm } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import { openReviews } from '../scoring/open-reviews.ts';
import { settingProblems } from './setting-problems.ts';
import { type Grid, sweepGrid, sweepSpecs } from './sweep-grid.ts';
import type { SweepOptions } from './sweep-options.ts';
import { type SweepScoring, sweepScoring } from './sweep-scoring.ts';
import { findVariants, type Variant, variantName } from './sweep-variants.ts';

/** A sweep before its first call. */
export interface SweepPlan {
  evaluation: Evaluation;
  baseline: Arms['baseline'];
  head: VersionPointer | null;
  grid: Grid;
  chosen: ChosenCases;
  images: ImageFiles;
  narrowed: boolean;
  scoring: SweepScoring;
}

/**
 * Finds the variants, the models and the cases.
 *
 * @throws InputError with everything that is wrong with any variant on these cases, and where there is nothing to compare.
 */
export async function prepareSweep(
  project: Project,
  prompt: ResolvedPrompt,
  options: SweepOptions,
): Promise<SweepPlan> {
  const unfit = settingProblems(options.settings);
  if (unfit.length > 0) throw new InputError(unfit);
  const { baseline, head } = await resolveBaselineArm(project, prompt, options);
  const variants = await findVariants(project, prompt, options.candidates, baseline);
  const asked = evaluationOf(project, prompt, options);
  const evaluation: Evaluation = { ...asked, narrowed: true, stopEarly: false, cache: options.cache ?? 'on' };
  const grid = sweepGrid(variants, sweepSpecs(evaluation.models, options.settings), baseline);
  if (grid.rows.length === 0) throw nothingToSweep(prompt, options, variants);
  const { split, isUsual } = await tuningSplit(project, prompt, options.split);
  const images = new ImageFiles(project.config.root);
  const problems = new Map<string, Problem>();
  let chosen: ChosenCases | undefined;
  for (const variant of variants) {
    const row = grid.rows.find((found) => found.variant === variant);
    if (row === undefined) continue;
    const narrowing = { ...options, split };
    try {
      const found = await loadCases(project, prompt, row.arms, narrowing, evaluation, images);
      chosen ??= found;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const problem of error.problems) problems.set(JSON.stringify(problem), problem);
    }
  }
  if (chosen === undefined || problems.size > 0) throw new InputError([...problems.values()]);
  const { find } = openReviews(project.store, prompt.name, '');
  const scoring = sweepScoring(grid, baseline, evaluation.evaluators, find);
  const narrowed = isNarrowed(options) || !isUsual;
  return { evaluation, baseline, head, grid, chosen, images, narrowed, scoring };
}

/** All that a sweep asks, as the runner takes it. */
export function trialPlanOf({ grid, baseline, chosen, evaluation }: SweepPlan): TrialPlan {
  const [first] = grid.rows;
  if (first === undefined) throw new Error('a sweep has rows');
  return {
    baseline,
    candidate: first.arms.candidate,
    cases: chosen.cases,
    pairings: [],
    repeats: evaluation.repeats,
    others: grid.lanes,
    couples: grid.rows.flatMap(({ pairing, lanes }, index) =>
      lanes.baseline === null
        ? []
        : {
            pair: pairing.id,
            row: index + 1,
            baseline: placeOf(lanes.baseline),
            candidate: placeOf(lanes.candidate),
          },
    ),
  };
}

function placeOf({ arm, settings }: Lane): LanePlace {
  return { arm: arm.name, ...(arm.variant !== undefined && { variant: arm.variant }), model: settings.id };
}

function nothingToSweep(
  prompt: ResolvedPrompt,
  { alias, candidates }: SweepOptions,
  variants: readonly Variant[],
): InputError {
  const names = variants.map(({ name }) => (name === 'draft' ? 'its draft' : name));
  const same = candidates.length === 0 ? [...new Set(['its draft', ...names])] : names;
  const alone = same.join() === 'its draft' ? ', and no variant stands beside it' : '';
  return new InputError({
    message: `there is nothing to compare with ${alias} of ${prompt.name}: ${same.join(', ')} ${same.length === 1 ? 'is' : 'are'} the same${alone}`,
    hint: `Write one as ${variantName(prompt, 'short')} beside the prompt, or try models and settings: --model provider/model, --set temperature=0,0.7`,
  });
}
