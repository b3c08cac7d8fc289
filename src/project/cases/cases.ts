import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Case, Dataset } from '../../core/case.ts';
import { InputError } from '../../core/errors.ts';
import { formatProblem, type Problem } from '../../core/problem.ts';
import { type Shard, shardName } from '../../core/shard.ts';
import { suggestion } from '../../core/suggest.ts';
import { ended } from '../../core/text.ts';
import { datasetDigest } from '../../datasets/dataset-digest.ts';
import { type LoadOptions, loadDataset } from '../../datasets/load-dataset.ts';
import type { Arms, ChosenCases, Evaluation } from '../../evaluation/evaluation.ts';
import { casesOfShard } from '../../runner/shards.ts';
import { priceWarnings } from '../models/price-warnings.ts';
import type { Project } from '../opening/open-project.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import { newAliasWarning } from '../prompts/new-alias.ts';
import { schemaWarnings } from '../prompts/schema-warnings.ts';
import type { Narrowing } from '../runs/asked-for.ts';
import { digestsOf } from './attempt-ledger.ts';
import { withImages } from './case-images.ts';
import { configProblems, gateFeasibility, renderProblems, withoutRepeats } from './case-problems.ts';
import { judgeWarnings } from './judge-warnings.ts';
import { countedVariables, nextAttempt } from './next-attempt.ts';
import { splitCases } from './release-cases.ts';
import { repeatWarnings } from './repeated-cases.ts';

export function isNarrowed(narrowing: Narrowing): boolean {
  return (
    narrowing.filter !== undefined || narrowing.first !== undefined || (narrowing.cases?.length ?? 0) > 0
  );
}

/**
 * The dataset of a prompt, the cases of it that a run is about, and what they can't prove.
 * What they never could stops a run that is to decide, not one that was narrowed to try something out.
 */
export async function loadCases(
  project: Project,
  prompt: ResolvedPrompt,
  arms: Arms,
  narrowing: Narrowing,
  { repeats, narrowed: isNarrowed, alias }: Pick<Evaluation, 'repeats' | 'narrowed' | 'alias'>,
  images = new ImageFiles(project.config.root),
): Promise<ChosenCases> {
  const prompts = [arms.candidate.prompt, ...(arms.baseline ? [arms.baseline.prompt] : [])];
  const loaded = await withImages(await loadPromptDataset(project, prompt), prompts, images);
  const { dataset } = loaded;
  const { isDefault, ...chosen } = splitCases(dataset, narrowing.split);
  const narrowed = isNarrowed || !isDefault;
  const live = arms.baseline?.prompt ?? arms.candidate.prompt;
  const digests = digestsOf(chosen.cases, countedVariables(live));
  const casesDigest = digests.value();
  const next = await nextAttempt(project, prompt, dataset, casesDigest);
  const grounds = { ...chosen, dataset, attempt: next.attempt };
  const feasibility = gateFeasibility(project, { ...prompt, repeats }, grounds);
  const problems = [
    ...withoutRepeats(prompts.flatMap((file) => renderProblems(dataset, file))),
    ...loaded.problems,
    ...configProblems(project, prompt, arms.candidate.prompt, dataset),
    ...(narrowed ? [] : feasibility.problems),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const newAlias = arms.baseline ? null : await newAliasWarning(project.store, prompt.name, alias);
  const warnings = [
    ...(newAlias ? [newAlias] : []),
    ...(narrowed ? feasibility.problems : []),
    ...feasibility.warnings,
    ...repeatWarnings(prompt, digests),
    ...priceWarnings(project),
    ...schemaWarnings(prompt, arms.candidate.prompt),
    ...(await judgeWarnings(project.config, prompt)),
  ];
  const whole = narrow(chosen.cases, narrowing, dataset);
  const { shard } = narrowing;
  const cases = shard ? casesOfShard(whole, shard) : whole;
  if (shard && cases.length === 0) throw new InputError(emptyShard(shard, whole.length));
  return {
    ...chosen,
    dataset,
    cases,
    ...(shard && { shard: { ...shard, whole } }),
    narrowed,
    casesDigest,
    warnings: warnings.map((warning) => ended(formatProblem(warning))),
  };
}

/** How many cases a run is about, before they are dealt out to shards. */
export async function countCases(
  project: Project,
  prompt: ResolvedPrompt,
  narrowing: Narrowing,
): Promise<number> {
  const dataset = await loadPromptDataset(project, prompt);
  return narrow(splitCases(dataset, narrowing.split).cases, narrowing, dataset).length;
}

function emptyShard(shard: Shard, cases: number): Problem {
  const message = `${shardName(shard)} has no case: there are ${cases}`;
  return { field: '--shard', message, hint: 'Leave this shard out, or use fewer' };
}

/** With the cases of the protected branch, where those are asked too. */
export async function loadPromptDataset(
  project: Project,
  prompt: ResolvedPrompt,
  options: Pick<LoadOptions, 'keep'> = {},
): Promise<Dataset> {
  const dataset = await loadDataset(prompt.datasets, { displayPath: project.display, ...options });
  const cases = prompt.policy?.cases ?? null;
  return cases === null ? dataset : { ...dataset, cases, digest: datasetDigest(cases) };
}

function narrow(cases: readonly Case[], { filter, first, cases: ids }: Narrowing, dataset: Dataset): Case[] {
  const problems = [
    ...unknownNames(
      'case',
      ids ?? [],
      '--case',
      cases.map((item) => item.id),
      dataset,
    ),
    ...unknownNames('tag', filter === undefined ? [] : [filter], '--filter', tagsOf(cases), dataset),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const kept = cases
    .filter((item) => filter === undefined || item.tags.includes(filter))
    .filter((item) => !ids?.length || ids.includes(item.id))
    .slice(0, first);
  if (kept.length > 0) return kept;
  const message = `none of the cases that --case names has the tag "${filter}"`;
  throw new InputError({ field: '--filter', message });
}

function tagsOf(cases: readonly Case[]): string[] {
  return [...new Set(cases.flatMap((item) => item.tags))];
}

function unknownNames(
  kind: string,
  names: readonly string[],
  field: string,
  known: readonly string[],
  dataset: Dataset,
): Problem[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = suggestion(name, known);
      return { field, message: `${dataset.name} has no ${kind} "${name}"`, ...(hint && { hint }) };
    });
}
