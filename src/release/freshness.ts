import type { AttemptMode } from '../core/attempts.ts';
import { shortDigest } from '../core/digest.ts';
import { ConflictError } from '../core/errors.ts';
import { formatTime } from '../core/format.ts';
import { type Gate, recalibratedGates } from '../core/gate.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { VersionPointer } from '../core/registry.ts';
import { attemptOf } from '../core/run-attempt.ts';
import type { RunFile } from '../core/run-file.ts';
import { includesOwnModel } from './own-model.ts';

/** Clocks of two machines may differ by this much before a run counts as made in the future. */
const clockToleranceMs = 5 * 60_000;

export interface FreshnessInput {
  run: RunFile;
  now: Date;
  maxRunAgeMs: number;
  alias: string;
  /** What the alias names now; null where it names nothing. */
  head: VersionPointer | null;
  /** What would be published now. */
  candidate: { digest: string; prompt: PromptFile };
  datasetDigest: string;
  evaluatorsDigest: string;
  /** Over the code that the prompt's entry in the config rests on. */
  codeDigest: string;
  gatesDigest: string;
  gates: readonly Gate[];
  attempts: AttemptMode;
  /** The newest rollback away from the candidate's digest. */
  lastRollback: { at: string; fromDigest: string } | null;
}

/** What changed since the run, one sentence each without a full stop; empty for a run that still holds. */
export function staleReasons(input: FreshnessInput): string[] {
  const { run, candidate } = input;
  const reasons = [
    headReason(input),
    changed('The candidate', run.arms.candidate.digest, candidate.digest),
    changed('The dataset', run.dataset.digest, input.datasetDigest),
    changed('An evaluator', run.digests.evaluators, input.evaluatorsDigest),
    codeReason(input),
    gatesReason(input),
    attemptsReason(input),
    modelReason(input),
    ageReason(input),
    quarantineReason(input),
  ];
  return reasons.filter((reason) => reason !== undefined);
}

/** @throws ConflictError that names everything that changed. */
export function requireFresh(input: FreshnessInput): void {
  const reasons = staleReasons(input);
  if (reasons.length === 0) return;
  const list = reasons.map((reason) => `${reason}.`).join(' ');
  throw new ConflictError(
    `Run ${input.run.id} is stale, and ${input.alias} was not moved. ${list} Make a new run and release that`,
  );
}

function headReason({ run, alias, head }: FreshnessInput): string | undefined {
  const { baseline } = run.arms;
  if (baseline?.digest === head?.digest) return undefined;
  const now = head ? `names ${pointerText(head)}` : 'names no version';
  const then = baseline ? pointerText(baseline) : 'no version at all';
  return `${alias} now ${now}, and the run compared with ${then}`;
}

function pointerText({ version, digest }: VersionPointer): string {
  return `version ${version} (${shortDigest(digest)})`;
}

function changed(what: string, then: string, now: string): string | undefined {
  if (then === now) return undefined;
  return `${what} changed: it was ${shortDigest(then)} and is ${shortDigest(now)}`;
}

/** An evaluator's own digest covers its function, and not what that calls. Of a run without this digest nothing is known. */
function codeReason({ run, codeDigest }: FreshnessInput): string | undefined {
  return changed('Code that the config holds or imports', run.digests.code ?? codeDigest, codeDigest);
}

function gatesReason({ run, gatesDigest, gates }: FreshnessInput): string | undefined {
  const reason = changed('A gate', run.digests.gates, gatesDigest);
  const names = reason && recalibratedGates(run.gates, gates);
  if (!names || names.length === 0) return reason;
  return `A calibration since the run changed which gates decide: ${names.join(', ')}`;
}

/** No part of the gates' digest, because it says how they are asked, not what. */
function attemptsReason({ run, attempts }: FreshnessInput): string | undefined {
  const { mode } = attemptOf(run);
  if (mode === attempts) return undefined;
  return `The config now says that attempts are ${attempts}, and in the run they were ${mode}`;
}

function modelReason({ run, candidate }: FreshnessInput): string | undefined {
  if (includesOwnModel(run.pairings, candidate.prompt)) return undefined;
  return `The run did not evaluate ${candidate.prompt.model} with the parameters that the candidate ships with`;
}

/** Counts from the end of the run. A time that can't be read is no proof of youth. */
function ageReason({ run, now, maxRunAgeMs }: FreshnessInput): string | undefined {
  const ageMs = now.getTime() - Date.parse(run.finishedAt);
  if (Number.isNaN(ageMs)) return 'The run does not say when it finished';
  if (ageMs < -clockToleranceMs)
    return `The run says that it finished in the future, on ${formatTime(run.finishedAt)}`;
  if (ageMs < maxRunAgeMs) return undefined;
  return `The run finished on ${formatTime(run.finishedAt)}, and a run counts for ${spanWords(maxRunAgeMs)}`;
}

/** `24 hours`, `1 minute`, `500 milliseconds`: in the largest unit that it has one of. */
function spanWords(ms: number): string {
  const [size, unit] = spans.find(([least]) => ms >= least) ?? [1, 'millisecond'];
  const count = Math.round((ms / size) * 10) / 10;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const spans: readonly [number, string][] = [
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
];

/** What was rolled back from comes back only on evidence that was gathered after the rollback. */
function quarantineReason({ run, alias, candidate, lastRollback }: FreshnessInput): string | undefined {
  if (lastRollback === null || lastRollback.fromDigest !== candidate.digest) return undefined;
  if (Date.parse(run.startedAt) > Date.parse(lastRollback.at)) return undefined;
  return `${alias} was rolled back from ${shortDigest(candidate.digest)} on ${formatTime(lastRollback.at)}, after this run began`;
}
