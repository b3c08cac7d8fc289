import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { InputError, PromptevalError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { RunShard } from '../../core/shard.ts';
import type { Project } from '../opening/open-project.ts';
import { trackedFiles } from '../opening/tracked-files.ts';
import { insteadOfStart, type RunStart, readStart } from '../runs/run-start.ts';
import { isRunId, readRunFile } from '../runs/runs.ts';
import { digestOfTrials } from '../runs/stored-trials.ts';

/** A stored run that is a part of another. */
export interface ShardRun {
  run: RunFile & { shard: RunShard };
  start: RunStart;
  path: string;
  /** The folder, as people are told. */
  name: string;
}

/** A shard that can't be merged. */
export interface BrokenShard {
  path: string;
  problem: Problem;
  /** null where it can't be told what it is. */
  start: RunStart | null;
}

/** As far as folders hold shards. */
export interface ReadShards {
  /** In folders that were named themselves. */
  named: { shards: ShardRun[]; problems: Problem[] };
  /** Among whatever else the folders hold. */
  found: { shards: ShardRun[]; broken: BrokenShard[] };
  /** Among them too, and of no use: whoever commits a run can write what it says. As people are told. */
  committed: string[];
}

/** Deep enough for a folder of artifacts, each with its reports. */
const deepest = 5;

/** The shards in these folders: of runs themselves, or of anything that holds such folders, among other runs too. */
export async function readShards(
  project: Pick<Project, 'config' | 'display'>,
  folders: readonly string[],
): Promise<ReadShards> {
  const named: ReadShards['named'] = { shards: [], problems: [] };
  const found: ReadShards['found'] = { shards: [], broken: [] };
  const committed: string[] = [];
  const tracked = await trackedFiles(project.config.root);
  for (const folder of new Set(folders.map((path) => resolve(path)))) {
    const file = project.display(folder);
    const all = await findRunFolders(folder, deepest);
    const paths = all.filter((path) => !tracked.holdsAnyOf(path));
    if (paths.length < all.length && all[0] === folder) {
      named.problems.push({
        file,
        message: 'this run came with a commit, and whoever commits one can write what it says',
      });
      continue;
    }
    committed.push(...all.filter((path) => !paths.includes(path)).map((path) => project.display(path)));
    const read = await Promise.all(paths.map((path) => readShard(project.display(path), path)));
    const shards = read.filter((one) => typeof one === 'object' && 'run' in one);
    const broken = read.filter((one) => typeof one === 'object' && 'problem' in one);
    if (paths.length === 0) named.problems.push({ file, message: 'there is no run in this folder' });
    else if (paths[0] === folder) {
      named.shards.push(...shards);
      named.problems.push(...broken.map(({ problem }) => problem));
      if (read[0] === 'no shard') named.problems.push({ file, message: 'this is no shard' });
    } else if (shards.length + broken.length === 0) {
      named.problems.push({ file, message: 'no run in this folder is a shard' });
    } else {
      found.shards.push(...shards);
      found.broken.push(...broken);
    }
  }
  return { named, found, committed };
}

async function findRunFolders(folder: string, depth: number): Promise<string[]> {
  if (['run.json', 'start.json'].some((name) => existsSync(join(folder, name)))) return [folder];
  if (depth === 0) return [];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found = await Promise.all(below.sort().map((name) => findRunFolders(join(folder, name), depth - 1)));
  return found.flat();
}

async function readShard(name: string, path: string): Promise<ShardRun | BrokenShard | 'no shard'> {
  const start = await readStart(path);
  const broken = (message: string, hint?: string): BrokenShard => ({
    path,
    start: start?.asked.shard ? start : null,
    problem: { file: name, message, ...(hint && { hint }) },
  });
  try {
    const run = await readRunFile(path);
    if (run === null && start && start.asked.shard === undefined) return 'no shard';
    if (run === null) return broken('the shard was cut off before it had a result', 'Go on with --resume');
    if (run.shard === undefined) return 'no shard';
    if (!isShard(run)) return broken('its run.json does not say which shard it is');
    if (isRunId(basename(path)) && basename(path) !== run.id) {
      return broken('its run.json says that it is another run than its folder is named for');
    }
    if (start === null) {
      return broken(`it has ${await insteadOfStart(path)}, so nobody knows what the shard set out to do`);
    }
    if ((await digestOfTrials(run.id, path)) === run.digests.trials) return { run, start, path, name };
    return broken('its trials.jsonl was changed after the shard finished');
  } catch (error) {
    if (error instanceof InputError) {
      const [problem = { message: error.message }] = error.problems;
      return { ...broken(''), problem };
    }
    if (error instanceof PromptevalError) return broken(error.message);
    return broken(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A run.json is a file that anyone can write: what the merge goes by has to be there. */
function isShard(run: RunFile): run is ShardRun['run'] {
  const { shard, trials, digests, id, prompt, plan, startedAt, finishedAt }: Partial<RunFile> = run;
  if (![shard, trials, digests, plan].every(isJsonObject)) return false;
  const texts = [id, prompt, digests?.trials, plan?.alias, startedAt, finishedAt];
  if (!texts.every((text) => typeof text === 'string')) return false;
  const counts = [trials?.planned, trials?.completed, trials?.failed];
  if (!counts.every((count) => Number.isSafeInteger(count))) return false;
  const { index = 0, of = 0, cases = 0 } = shard ?? {};
  return [index, of, cases].every((count) => Number.isSafeInteger(count) && count >= 1) && index <= of;
}
