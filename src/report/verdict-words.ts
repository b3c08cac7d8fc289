import { formatCount, formatDuration, formatTime } from '../core/format.ts';
import { isCutOff } from '../core/run-attempt.ts';
import type { RunFile } from '../core/run-file.ts';
import { shardName } from '../core/shard.ts';
import { shellWord } from '../core/shell-word.ts';
import { stopWords } from '../core/stop-words.ts';
import type { GateOutcome, GateStatus } from '../core/verdict.ts';

/** A glyph never stands alone: the word beside it says the same. */
export const glyphs: Record<GateStatus, string> = { pass: '✔', fail: '✖', inconclusive: '?' };

const gateWords: Record<GateStatus, string> = { pass: 'pass', fail: 'fail', inconclusive: 'undecided' };

export function gateWord(outcome: GateOutcome): string {
  return gateWords[outcome.status];
}

type VerdictWord =
  | 'PROMOTED'
  | 'OVERRIDDEN'
  | 'ACCEPTED'
  | 'PASSED'
  | 'BLOCKED'
  | 'DRIFTED'
  | 'INCONCLUSIVE'
  | 'SHARD';

export function verdictWord(run: RunFile): VerdictWord {
  if (run.release?.override) return 'OVERRIDDEN';
  if (run.release?.acceptedBy) return 'ACCEPTED';
  if (run.release !== null) return 'PROMOTED';
  if (run.shard && !isCutOff(run)) return 'SHARD';
  if (run.verdict.status === 'pass') return 'PASSED';
  if (run.verdict.status === 'inconclusive') return 'INCONCLUSIVE';
  return run.drift ? 'DRIFTED' : 'BLOCKED';
}

/** `v13`, or `draft` while it has no number; `v13 now` beside the same version as it was released. */
export function candidateName(run: Pick<RunFile, 'arms' | 'release' | 'drift'>): string {
  const version = run.release?.to ?? run.arms.candidate.version;
  if (version === null) return 'draft';
  return run.drift ? `v${version} now` : `v${version}`;
}

/** `v12 (stable)`, or `v12` where the run was compared with something else than what the alias names. */
export function baselineLabel(run: RunFile): string {
  const isHead = !run.drift && run.head !== null && run.head.digest === run.arms.baseline?.digest;
  return isHead ? `${baselineName(run)} (${run.plan.alias})` : baselineName(run);
}

export function baselineName(run: Pick<RunFile, 'arms' | 'drift'>): string {
  if (run.arms.baseline === null) return 'no baseline';
  const name = `v${run.arms.baseline.version}`;
  return run.drift ? `${name} then` : name;
}

/** Where the alias points now, as far as this run knows. */
export function aliasSentence(run: RunFile): string {
  const { alias } = run.plan;
  if (run.release) {
    const { from, to } = run.release;
    return from === null
      ? `${run.release.alias} now names v${to}`
      : `${run.release.alias} moved from v${from} to v${to}`;
  }
  return run.head === null ? `${alias} names nothing yet` : `${alias} stays at v${run.head.version}`;
}

/** `draft is not released; stable stays at v12` */
export function releaseSentence(run: RunFile): string {
  if (run.drift) return aliasSentence(run);
  const candidate = candidateName(run);
  if (run.release) return `${candidate} is released; ${aliasSentence(run)}`;
  if (run.verdict.status === 'pass' && run.plan.action === 'promote') {
    return `${candidate} may be released; until then ${aliasSentence(run)}`;
  }
  return `${candidate} is not released; ${aliasSentence(run)}`;
}

/** What a reader must know before the figures: that the run is narrowed or unfinished, or why a pass is held. */
export function notices(run: RunFile): string[] {
  const found: string[] = [];
  if (run.status === 'smoke') {
    const cases = run.split === 'tune' ? ' and looked at the tune cases' : '';
    found.push(
      `Smoke run: it was narrowed by an option${cases} or made by --watch, so it can never promote.`,
    );
  }
  if (run.stoppedEarly) {
    const words = stopWords(run.stoppedEarly, run.trials.planned);
    found.push(`Stopped early after ${words} The figures are about the cases that were asked.`);
  } else if (run.shard && !isCutOff(run)) {
    const whole = formatCount(run.shard.cases);
    found.push(`This is ${shardName(run.shard)}, a part of ${whole} cases. It decides nothing: merge them.`);
  } else if (run.status === 'incomplete') {
    const isSpent = run.verdict.outcomes.some(({ reason }) => reason === 'budget-spent');
    const why = isSpent ? 'its budget was spent' : 'it was interrupted';
    found.push(`Incomplete run: ${why}, so the figures cover only what was measured until then.`);
  }
  found.push(...driftNotices(run));
  const { action, awaits, because } = run.plan;
  // A smoke run has said so already.
  const held =
    run.status !== 'smoke' &&
    !run.drift &&
    run.verdict.status === 'pass' &&
    action === 'hold' &&
    run.release === null;
  if (held && because !== '') found.push(`Held: ${because}`);
  if (awaits === 'approval' && run.release === null) found.push(`Waits for approval: ${because}`);
  if (run.release?.override) {
    const { by, reason } = run.release.override;
    found.push(`Override: ${by} released this without proof. The reason given: ${reason}`);
  }
  if (run.release?.acceptedBy) {
    found.push(
      `Not proven: the evidence was too thin, and ${run.release.acceptedBy.join(', ')} accepted that.`,
    );
  }
  return found;
}

/** What was compared with what, and what that leaves out or judges otherwise. */
function driftNotices({ drift, plan, warnings }: RunFile): string[] {
  if (!drift) return [];
  const { release, releasedAt } = drift;
  const what = `Drift run: ${plan.alias} as it answers now, against the trials of run ${release} by which it was released on ${formatTime(releasedAt)}. It moves nothing.`;
  return [what, ...warnings];
}

/** What to know before trusting the numbers; those of a drift run are among its notices. */
export function warningsOf({ warnings, drift }: RunFile): string[] {
  return drift ? [] : warnings;
}

/** `12 from the cache` */
export function cachedWords({ trials, drift }: RunFile): string {
  return `${formatCount(trials.cached)} from ${drift ? `run ${drift.release}` : 'the cache'}`;
}

/** `240 cases × 2 models × 3 repeats`, `180 cases (release)` where some are set apart. */
export function sizeWords(run: RunFile): string {
  const models = run.models.length;
  const parts = [`${formatCount(run.dataset.cases)} ${run.dataset.cases === 1 ? 'case' : 'cases'}`];
  if (run.split !== undefined) parts[0] += ` (${run.split})`;
  if (models > 1) parts.push(`${formatCount(models)} models`);
  if (run.repeats > 1) parts.push(`${formatCount(run.repeats)} repeats`);
  return parts.join(' × ');
}

/** How long the run took; empty where its times cannot be read. */
export function durationWords(run: RunFile): string {
  const elapsed = durationMs(run);
  return elapsed === null ? '' : formatDuration(elapsed);
}

export function durationMs(run: RunFile): number | null {
  const elapsed = Date.parse(run.finishedAt) - Date.parse(run.startedAt);
  return Number.isNaN(elapsed) ? null : Math.max(0, elapsed);
}

/**
 * `153 regressions`. A run keeps at most a hundred; one of an older version does not say how many there were, so
 * exactly a hundred may be more.
 */
export function regressionCount(run: RunFile): string {
  const count = run.regressed ?? run.regressions.length;
  if (run.regressed === undefined && count >= 100) return `${formatCount(count)} or more regressions`;
  return `${formatCount(count)} ${count === 1 ? 'regression' : 'regressions'}`;
}

/** The command that undoes a release, safe to paste into a POSIX shell. */
export function rollbackCommand(run: RunFile): string {
  return `prompteval rollback ${shellWord(run.prompt)} --reason "why"`;
}
