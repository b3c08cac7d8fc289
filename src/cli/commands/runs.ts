import { formatCount, formatUsd } from '../../core/format.ts';
import { isAttempt } from '../../core/run-attempt.ts';
import { type RunKind, runKind } from '../../core/run-kind.ts';
import { type RunShard, shardName } from '../../core/shard.ts';
import { spentUsd } from '../../core/spent-usd.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import { type ReleaseLookup, releaseLookup } from '../../project/release/landed-release.ts';
import { listRuns, readRunOfMany, type StoredRun } from '../../project/runs/runs.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { noteTrouble } from '../run-outcome.ts';
import { table } from '../table.ts';

export async function run([name]: string[], flags: GlobalOptions): Promise<void> {
  const { output, project } = await open(flags);
  if (name !== undefined) findPrompt(project, name);
  const stored = await listRuns(project, name);
  const lookup = releaseLookup(project.store, noteTrouble(output));
  const entries = await Promise.all(stored.map((run) => describe(project, run, lookup)));
  for (const { problem } of entries) if (problem !== null) project.warn(problem);
  output.printJson(entries);
  if (entries.length === 0) {
    output.print('no run yet');
    output.note(`Make one with: prompteval run${name === undefined ? '' : ` ${name}`}`);
    return;
  }
  const rows = entries.map((entry) => [
    entry.id,
    entry.prompt,
    verdictOf(entry),
    entry.release ? `v${entry.release.to} → ${entry.release.alias}` : '',
    entry.usd === null ? '' : formatUsd(entry.usd),
    entry.attempt === null ? '' : formatCount(entry.attempt),
    entry.headline ?? '',
  ]);
  output.print(
    table(['run', 'prompt', 'verdict', 'released', 'cost', 'attempt', 'why'], rows, {
      width: output.width,
      cut: ['why', 'prompt'],
    }),
  );
}

interface RunEntry {
  id: string;
  prompt: string;
  status: string;
  verdict: string | null;
  /** What stands beside the verdict; null where it speaks for itself. */
  kind: RunKind | null;
  /** A live version against its own release; it moves nothing. */
  drift: boolean;
  /** The run whose answers it scored again. */
  scoredFrom: string | null;
  /** The run to which it adds what people said. */
  reviewedFrom: string | null;
  /** Which part of a run it is, and of which parts it was made. */
  shard: RunShard | null;
  mergedFrom: string[] | null;
  headline: string | null;
  startedAt: string | null;
  /** Which try against its cases it was; null for a run that is none. */
  attempt: number | null;
  /** Judges included. */
  usd: number | null;
  release: { alias: string; to: number } | null;
  folder: string;
  /** Why its run.json can't be read; null where it can. */
  problem: string | null;
}

async function describe(project: Project, stored: StoredRun, lookup: ReleaseLookup): Promise<RunEntry> {
  let problem: string | null = null;
  const written = await readRunOfMany(stored, ({ message }) => {
    problem = message;
  });
  const run = written && (await lookup(written));
  return {
    id: stored.id,
    prompt: stored.prompt,
    status: run?.status ?? (problem === null ? 'incomplete' : 'unreadable'),
    verdict: run?.verdict.status ?? null,
    kind: run && runKind(run),
    drift: run?.drift !== undefined,
    scoredFrom: run?.scoredFrom ?? null,
    reviewedFrom: run?.reviewedFrom ?? null,
    shard: run?.shard ?? null,
    mergedFrom: run?.mergedFrom ?? null,
    headline: run?.verdict.headline ?? null,
    startedAt: run?.startedAt ?? null,
    attempt: run && isAttempt(run) ? run.attempt : null,
    // What some answers cost is not known: then the whole is not known either.
    usd: run && !run.spend.unpriced ? spentUsd(run.spend) : null,
    release: run?.release ?? null,
    folder: project.display(stored.path),
    problem,
  };
}

/** `pass`, `pass (smoke)`, `fail (overridden)`. A shard has none. */
function verdictOf({ verdict, kind, shard, problem }: RunEntry): string {
  if (problem !== null) return 'unreadable';
  if (verdict === null) return 'cut off';
  if (shard !== null) return shardName(shard);
  return kind === null ? verdict : `${verdict} (${kind})`;
}
