import { canonicalJson } from '../../core/digest.ts';
import type { Problem } from '../../core/problem.ts';
import { isCutOff } from '../../core/run-attempt.ts';
import { filledShards, shardName } from '../../core/shard.ts';
import type { AskedFor } from '../runs/asked-for.ts';
import type { RunStart } from '../runs/run-start.ts';
import { termChanges } from '../runs/run-terms.ts';
import type { ShardRun } from './read-shards.ts';

/** Everything for which shards of one prompt can't become one run; empty for all shards of one plan. */
export function shardProblems(shards: readonly ShardRun[]): Problem[] {
  const [first, ...others] = shards;
  if (first === undefined) return [];
  return [
    ...shards.flatMap(cutOffProblem),
    ...others.flatMap((other) => differences(first, other)),
    ...doubledProblems(shards),
    ...missingProblem(first, shards),
  ];
}

/** Whether they are parts of one run. */
export function belongTogether(one: ShardRun, other: ShardRun): boolean {
  return differences(one, other).length === 0;
}

/** The same for one that has no result, as far as that can be told. */
export function isOfPlan({ start }: ShardRun, other: RunStart): boolean {
  const isAskedAlike = canonicalJson(planOf(start.asked)) === canonicalJson(planOf(other.asked));
  return (
    isAskedAlike &&
    start.asked.shard?.of === other.asked.shard?.of &&
    termChanges(start.terms, other.terms).length === 0
  );
}

function cutOffProblem({ run, name }: ShardRun): Problem[] {
  if (!isCutOff(run)) return [];
  const { completed, failed, planned } = run.trials;
  const message = `${shardName(run.shard)} did not finish: ${completed + failed} of its ${planned} trials are there`;
  return [{ file: name, message, hint: `Go on with it where it ran: --resume --run ${run.id}` }];
}

/** Of another plan, another commit, or another version of the tool. */
function differences(first: ShardRun, { name, run, start }: ShardRun): Problem[] {
  const differs = (what: string, here: string, there: string): Problem => ({
    file: name,
    message: `${what} ${here}, and ${there} in ${first.name}`,
  });
  const commits = [first, { run }].map(({ run: { git } }) => git?.commit.slice(0, 12) ?? 'unknown');
  const [there = '', here = ''] = commits;
  const problems = here === there ? [] : [differs('its commit is', here, there)];
  if (run.shard.of !== first.run.shard.of) {
    problems.push(differs('the number of shards is', String(run.shard.of), String(first.run.shard.of)));
  }
  const heads = [first.run, run].map(({ head }) => (head ? `v${head.version} ${head.digest}` : 'nothing'));
  if (heads[0] !== heads[1]) {
    const message = `${run.plan.alias} moved between this shard and ${first.name}`;
    problems.push({ file: name, message, hint: 'Run the shards again' });
  }
  if (run.policy?.commit !== first.run.policy?.commit) {
    problems.push({
      file: name,
      message: `it was judged by the policy of another commit than ${first.name}`,
    });
  }
  if (canonicalJson(planOf(start.asked)) !== canonicalJson(planOf(first.start.asked))) {
    problems.push({ file: name, message: `it was asked with other options than ${first.name}` });
  }
  const terms = termChanges(first.start.terms, start.terms).map((change) => ({
    file: name,
    message: `${change.name} differ from those of ${first.name}`.replace(
      /^(the (?:candidate|baseline|dataset)|code that .*|prompteval itself) differ from those/,
      '$1 differs from that',
    ),
    expected: change.before,
  }));
  return [...problems, ...terms];
}

/** How the cache was used is no part of the plan, and neither are the limits. */
function planOf({ shard: _, cache: __, maxCost: ___, concurrency: ____, ...asked }: AskedFor): object {
  return JSON.parse(JSON.stringify(asked));
}

function doubledProblems(shards: readonly ShardRun[]): Problem[] {
  const seen = new Map<number, ShardRun>();
  return shards.flatMap((shard) => {
    const before = seen.get(shard.run.shard.index);
    seen.set(shard.run.shard.index, before ?? shard);
    if (before === undefined) return [];
    const message = `${shardName(shard.run.shard)} is there twice: ${before.name} is it too`;
    return [{ file: shard.name, message, hint: 'Name one of them' }];
  });
}

function missingProblem({ run: { shard, prompt } }: ShardRun, shards: readonly ShardRun[]): Problem[] {
  const there = new Set(shards.map(({ run }) => run.shard.index));
  const wanted = Array.from({ length: filledShards(shard.of, shard.cases) }, (_, index) => index + 1);
  const missing = wanted.filter((index) => !there.has(index));
  if (missing.length === 0) return [];
  const [noun, verb] = missing.length === 1 ? ['shard', 'is'] : ['shards', 'are'];
  const message = `${noun} ${missing.join(', ')} of ${shard.of} ${verb} missing`;
  return [{ message: `${prompt}: ${message}`, hint: 'Name the folders of all shards' }];
}
