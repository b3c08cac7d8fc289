import type { MoveRecord, VersionRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { spentUsd } from '../../core/spent-usd.ts';
import { baselineName, candidateName, verdictWord } from '../verdict-words.ts';
import type { HistoryMove, HistoryRun, PromptHistory } from './history.ts';
import { metricLines } from './metric-lines.ts';
import { versionEntries } from './version-entries.ts';

export interface HistorySources {
  prompt: string;
  description: string | null;
  volume: number | null;
  /** In any order, each once. */
  runs: readonly { run: RunFile; stored: boolean }[];
  /** Ascending. */
  versions: readonly VersionRecord[];
  /** The moves of each alias, in order. */
  chains: readonly (readonly MoveRecord[])[];
  problems?: readonly string[];
}

/** Puts together what the records say. Measures nothing: every figure is one of a run. */
export function promptHistory(sources: HistorySources): PromptHistory {
  const { prompt, description, volume, versions, chains, problems = [] } = sources;
  const byAge = [...sources.runs].sort((a, b) => (a.run.id < b.run.id ? -1 : 1));
  const runs = byAge.map(({ run }) => run);
  const moves = chains.flat();
  return {
    prompt,
    description,
    volume,
    live: chains.flatMap(liveOf),
    runs: byAge.map(({ run, stored }) => historyRun(run, stored)).reverse(),
    versions: versionEntries(versions, runs, moves, volume),
    metrics: metricLines(versions, runs, moves),
    moves: moves.map(historyMove).sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.seq - a.seq),
    problems: [...problems],
  };
}

function historyRun(run: RunFile, stored: boolean): HistoryRun {
  const { spend, release } = run;
  return {
    id: run.id,
    startedAt: run.startedAt,
    status: run.status,
    drift: run.drift !== undefined,
    verdict: run.verdict.status,
    outcome: verdictWord(run),
    headline: run.verdict.headline,
    candidate: candidateName(run),
    baseline: baselineName(run),
    cases: run.dataset.cases,
    usd: spend.unpriced ? null : spentUsd(spend),
    actor: run.actor,
    release,
    stored,
  };
}

/** By the move that made it live: a freeze moved nothing. */
function liveOf(moves: readonly MoveRecord[]): PromptHistory['live'] {
  const placing = moves.findLast(({ kind }) => kind !== 'freeze' && kind !== 'unfreeze');
  if (!placing) return [];
  return [{ alias: placing.alias, version: placing.to.version, since: placing.at, by: placing.actor }];
}

function historyMove(move: MoveRecord): HistoryMove {
  const { alias, seq, at, kind, from, to, actor, approvals, evidence, reason } = move;
  return {
    alias,
    seq,
    at,
    kind,
    from: from?.version ?? null,
    to: to.version,
    by: actor,
    approvedBy: approvals.map(({ by }) => by),
    run: evidence?.run ?? null,
    verdict: evidence?.verdict ?? null,
    reason,
  };
}
