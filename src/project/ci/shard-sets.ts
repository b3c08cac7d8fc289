import { basename, dirname } from 'node:path';
import type { Problem } from '../../core/problem.ts';
import { isCutOff } from '../../core/run-attempt.ts';
import { filledShards } from '../../core/shard.ts';
import type { BrokenShard, ShardRun } from './read-shards.ts';
import { belongTogether, isOfPlan, shardProblems } from './shard-problems.ts';

/** Of the shards of one prompt that lie among others: those to merge, and those that are left out. */
export interface ChosenShards {
  shards: ShardRun[];
  problems: Problem[];
  /** In words, a line for each set. */
  leftOut: string[];
}

/**
 * The newest set of shards decides, complete or not: an older one would be another answer to a question that was asked
 * again.
 */
export function chooseSet(shards: readonly ShardRun[], broken: readonly BrokenShard[]): ChosenShards {
  const [newest = [], ...older] = shardSets(shards);
  const found = shardProblems(newest);
  const missing = broken.filter((shard) => isMissed(shard, newest, older));
  const unclear = broken.filter(({ start }) => found.length > 0 && start === null);
  const problems = [...[...missing, ...unclear].map(({ problem }) => problem), ...found];
  return { shards: newest, problems, leftOut: older.map(leftOutWords) };
}

/** In order, the newest set first. Where a shard was asked again, it begins a new set. */
export function shardSets(shards: readonly ShardRun[]): ShardRun[][] {
  const sets: ShardRun[][] = [];
  const finished = shards.filter(({ run }) => !isCutOff(run));
  const cutOff = shards.filter(({ run }) => isCutOff(run));
  for (const shard of inTime(finished)) {
    const set = sets.findLast(([first]) => first && belongTogether(first, shard));
    if (set === undefined || holds(set, shard.run.shard.index)) sets.push([shard]);
    else set.push(shard);
  }
  for (const shard of inTime(cutOff)) {
    const fitting = sets.filter(([first]) => first && belongTogether(first, shard));
    const lacking = fitting.findLast((set) => !holds(set, shard.run.shard.index));
    if (lacking) lacking.push(shard);
    // Else it was asked again, and finished.
    else if (fitting.length === 0) sets.push([shard]);
  }
  return sets
    .map((set) => set.sort((one, other) => one.run.shard.index - other.run.shard.index))
    .sort((one, other) => (endOf(one) < endOf(other) ? 1 : -1));
}

function inTime(shards: readonly ShardRun[]): ShardRun[] {
  return [...shards].sort((one, other) => (one.run.startedAt < other.run.startedAt ? -1 : 1));
}

function holds(set: readonly ShardRun[], index: number | undefined): boolean {
  return set.some(({ run }) => run.shard.index === index);
}

function endOf(set: readonly ShardRun[]): string {
  return (
    set
      .map(({ run }) => run.finishedAt)
      .sort()
      .at(-1) ?? ''
  );
}

/** A shard without a usable result belongs to the newest set where it fits there, or began after it. */
function isMissed({ start, path }: BrokenShard, newest: ShardRun[], older: ShardRun[][]): boolean {
  if (start === null) return false;
  const index = start.asked.shard?.index;
  const isOf = ([first]: ShardRun[]) => first !== undefined && isOfPlan(first, start);
  if (isOf(newest)) return !holds(newest, index);
  if (older.some(isOf)) return false;
  const isOfPrompt = newest.some(({ run }) => run.prompt === basename(dirname(path)));
  return isOfPrompt && start.startedAt > endOf(newest);
}

function leftOutWords(set: readonly ShardRun[]): string {
  const [first] = set;
  if (first === undefined) return '';
  const { shard, prompt } = first.run;
  const wanted = filledShards(shard.of, shard.cases);
  const count = set.length === wanted ? `all ${wanted}` : `${set.length} of ${wanted}`;
  return `Left out: ${count} shards of an older run of ${prompt}, finished ${endOf(set)} (${first.name})`;
}
