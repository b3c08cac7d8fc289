import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { importedBehind } from '../../config/code-behind.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { readsCache } from '../../core/cache-mode.ts';
import { canonicalJson, digestBytes } from '../../core/digest.ts';
import { ConflictError, InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { ProgressSink } from '../../core/progress.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { Work } from '../../evaluation/evaluation.ts';
import { evaluationOf, runEvaluation } from '../evaluation/evaluation.ts';
import { priceTable } from '../models/price-table.ts';
import { findPrompt, type Project } from '../opening/open-project.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import { createRunFolder, hasResult, type RunFolder, runFolder } from '../runs/run-folder.ts';
import type { RunStart } from '../runs/run-start.ts';
import { type RunTerms, termChanges, termsOf } from '../runs/run-terms.ts';
import { readResult } from '../runs/runs.ts';
import { copyTrials } from './copy-trials.ts';
import { withPolicy } from './policy.ts';
import { readShards, type ShardRun } from './read-shards.ts';
import { isOfPlan, shardProblems } from './shard-problems.ts';
import { chooseSet } from './shard-sets.ts';

export interface OpenedShards {
  /** By prompt and in order; all shards of each prompt's run. */
  prompts: ReadonlyMap<string, ShardRun[]>;
  /** In words: older sets of shards that lie there too. */
  leftOut: string[];
}

/**
 * The shards in these folders. Of those that are only found in them, the newest set of each prompt; those that are named
 * are all meant.
 *
 * @throws InputError with everything that is missing, doubled or of another run.
 */
export async function openShards(project: Project, folders: readonly string[]): Promise<OpenedShards> {
  const { named, found, committed } = await readShards(project, folders);
  const prompts = new Map<string, ShardRun[]>();
  const problems: Problem[] = [...named.problems];
  const leftOut = committed.map(
    (path) => `Left out: ${path} came with a commit, and is nothing that a job made`,
  );
  const all = byPrompt([...named.shards, ...found.shards]);
  for (const [prompt, shards] of all) {
    const isNamed = shards.some((shard) => named.shards.includes(shard));
    const chosen = isNamed
      ? { shards, problems: shardProblems(shards), leftOut: [] }
      : chooseSet(shards, found.broken);
    prompts.set(prompt, chosen.shards);
    problems.push(...chosen.problems);
    leftOut.push(...chosen.leftOut);
  }
  // A prompt of which there is nothing else would be left out silently.
  const alone = found.broken.filter(({ path, start }) => {
    if (all.has(basename(dirname(path)))) return false;
    return all.size === 0 || problems.length > 0 || (start !== null && !isOfSome(start, all));
  });
  problems.push(...alone.map(({ problem }) => problem));
  const each = [...new Map(problems.map((problem) => [canonicalJson(problem), problem])).values()];
  if (each.length > 0) throw new InputError(each);
  return { prompts, leftOut };
}

/** Folders of artifacts need not be named for their prompts. */
function isOfSome(start: RunStart, all: ReadonlyMap<string, ShardRun[]>): boolean {
  return [...all.values()].flat().some((shard) => isOfPlan(shard, start));
}

function byPrompt(shards: readonly ShardRun[]): Map<string, ShardRun[]> {
  const each = [...new Map(shards.map((shard) => [shard.path, shard])).values()];
  const prompts = new Map<string, ShardRun[]>();
  for (const shard of each.sort((one, other) => one.run.shard.index - other.run.shard.index)) {
    prompts.set(shard.run.prompt, [...(prompts.get(shard.run.prompt) ?? []), shard]);
  }
  return prompts;
}

/**
 * Decides one run from the trials of all its shards, as if they had been asked in one piece; asks no model. Where they
 * were merged already, it is that run.
 *
 * @throws ConflictError where the checkout is not what the shards ran on; InputError for trials that don't belong there.
 */
export async function mergeShards(
  project: Project,
  name: string,
  shards: readonly ShardRun[],
  { progress, signal }: { progress: ProgressSink; signal: AbortSignal },
): Promise<EvaluatedRun> {
  const merged = idOf(shards.map(({ run }) => run));
  const folder = runFolder(project.config.reports, name, merged);
  if (hasResult(folder)) {
    const run = await readResult({ id: merged, prompt: name, path: folder.path });
    return { run, folder: folder.path };
  }
  const policy = shards[0]?.run.policy;
  const source = policy && { name: policy.from, commit: policy.commit };
  return withPolicy(project, findPrompt(project, name), source, (judged) =>
    mergeAs(project, judged, shards, { progress, signal }),
  );
}

async function mergeAs(
  project: Project,
  prompt: ResolvedPrompt,
  shards: readonly ShardRun[],
  { progress, signal }: { progress: ProgressSink; signal: AbortSignal },
): Promise<EvaluatedRun> {
  const { name } = prompt;
  const runs = shards.map(({ run }) => run);
  const [first] = shards;
  if (first === undefined) throw new InputError({ message: `${name} has no shard` });
  const id = idOf(runs);
  // What a merge that was cut off left: it has no result and asked nothing.
  await rm(runFolder(project.config.reports, name, id).path, { recursive: true, force: true });
  const { shard: _, ...asked } = first.start.asked;
  const usesCache = shards.some(({ start }) => readsCache(start.asked.cache ?? 'off'));
  const options = {
    ...asked,
    cache: usesCache ? ('on' as const) : ('off' as const),
    head: first.run.head,
    id,
    progress,
    signal,
  };
  const evaluation = { ...evaluationOf(project, prompt, options), mergedFrom: runs.map((run) => run.id) };
  return runEvaluation(project, prompt, options, evaluation, (usual, folder) => ({
    async runAndScore(subject, work, onRecord) {
      const { config, tool } = project;
      const code = await importedBehind(config, name);
      const terms = termsOf(subject, { source: priceTable(config).source, config, code, tool });
      // Nobody is asked here, so what names a provider's address, such as a variable, need not be here.
      requireSameCheckout(first.start.terms, { ...terms, providers: first.start.terms.providers });
      return mergeInto(folder, work, () => copyTrials(shards, folder, work, onRecord));
    },
    describeCircumstances: async () => ({
      ...(await usual.describeCircumstances()),
      ...circumstancesOf(runs),
    }),
  }));
}

/** The same shards always become the same run, so that nothing is counted as a second attempt. */
function idOf(runs: readonly RunFile[]): string {
  const { finishedAt } = circumstancesOf(runs);
  const time = finishedAt.replace(/[-:]/g, '').slice(0, 15).replace('T', '-');
  const digest = digestBytes(runs.map((run) => run.id).join('\n'));
  return `${time}-${digest.slice('sha256:'.length).slice(0, 6)}`;
}

/** A run is as old as its answers, whenever it is merged. */
function circumstancesOf(runs: readonly RunFile[]) {
  const dirty = runs.some(({ git }) => git?.dirty);
  const commit = runs[0]?.git?.commit;
  const times = (field: 'startedAt' | 'finishedAt') => runs.map((run) => run[field]).sort();
  return {
    startedAt: times('startedAt')[0] ?? '',
    finishedAt: times('finishedAt').at(-1) ?? '',
    git: commit === undefined ? null : { commit, dirty },
  };
}

function requireSameCheckout(then: RunTerms, now: RunTerms): void {
  const changes = termChanges(then, now).map(
    ({ name, before, after }) => `${name} (${before} in the shards, ${after} here)`,
  );
  if (changes.length === 0) return;
  throw new ConflictError(
    `The shards cannot be merged here, because they were asked about something else: ${changes.join('; ')}. Merge them in the checkout that they ran in`,
  );
}

/** Nothing is left behind where it fails: it can be done again at no cost. */
async function mergeInto<Result>(
  folder: RunFolder,
  { plan }: Work,
  copy: () => Promise<Result>,
): Promise<Result> {
  await createRunFolder(folder, plan.cases);
  try {
    return await copy();
  } catch (error) {
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}
