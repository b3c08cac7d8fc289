import { basename, join } from 'node:path';
import { Observations, type ObservedCase } from '../../comparison/observations.ts';
import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';
import type { PairRecord } from '../../core/pair.ts';
import { isPairRecord } from '../../core/pair-line.ts';
import { type TrialRecord, wasAskedNow } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { readNumberedJsonLines } from '../../report/json-lines.ts';
import { CallTally } from '../../runner/call-tally.ts';
import { digestFile } from '../../runner/journal.ts';
import type { TrialPlan } from '../../runner/plan-trials.ts';
import { TrialPlaces } from './trial-places.ts';

/** A line that does not belong in a finished run's file. */
export interface Flaw {
  /** `trials.jsonl:81` */
  place: string;
  message: string;
}

/** What a run's trials.jsonl comes to: planned trials, each counted once. */
export interface StoredTrials {
  observations: Observations;
  calls: CallTally;
  completed: number;
  failed: number;
  /** Taken over from another run or from a cache: paid for before. */
  cached: number;
  /** USD, of the answers whose price is known. */
  usd: number;
  /** USD, of the replies of judges whose price is known. */
  judgeUsd: number;
  unpriced: number;
  flaws: Flaw[];
}

type Plan = Pick<TrialPlan, 'baseline' | 'candidate' | 'pairings' | 'repeats'> & {
  cases: readonly ObservedCase[];
};

const fileName = 'trials.jsonl';

export async function readStoredTrials(folder: string, plan: Plan): Promise<StoredTrials> {
  const observations = new Observations(plan.cases, plan.repeats);
  const calls = new CallTally();
  const stored: StoredTrials = {
    observations,
    calls,
    completed: 0,
    failed: 0,
    cached: 0,
    usd: 0,
    judgeUsd: 0,
    unpriced: 0,
    flaws: [],
  };
  const places = new TrialPlaces(plan);
  for await (const entry of readNumberedJsonLines(join(folder, fileName))) {
    const flaw = 'value' in entry ? flawOf(entry.value, places) : 'cannot be read';
    if (flaw !== undefined) stored.flaws.push({ place: `${fileName}:${entry.line}`, message: flaw });
    else if (isTrialRecord(entry.value)) count(stored, entry.value);
    else if (isPairRecord(entry.value)) countPair(stored, entry.value);
  }
  return stored;
}

/** @throws InputError where there are no trials to read. */
export async function digestOfTrials(id: string, folder: string): Promise<string> {
  const digest = await digestOfStored(id, join(folder, fileName));
  if (digest !== null) return digest;
  throw new InputError({
    message: `${fileName} of run ${id} is missing`,
    hint: 'Restore it from where the run was made',
  });
}

/**
 * The digest of a file of a run's folder; null where it is not there.
 *
 * @throws InputError where it can't be read.
 */
export async function digestOfStored(id: string, file: string): Promise<string | null> {
  try {
    return await digestFile(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `${basename(file)} of run ${id} cannot be read: ${message}` });
  }
}

function flawOf(value: unknown, places: TrialPlaces): string | undefined {
  if (isPairRecord(value)) return pairFlaw(value, places);
  if (!isTrialRecord(value)) return 'is no trial';
  const taken = places.take(value);
  if (taken === 'taken') return undefined;
  const { arm, case: testCase, model, repeat } = value;
  const trial = `${arm}, case ${testCase}, ${model}, repeat ${repeat}`;
  return taken === 'again' ? `is a second line for one trial: ${trial}` : `was not planned: ${trial}`;
}

function pairFlaw(value: PairRecord, places: TrialPlaces): string | undefined {
  const taken = places.takePair(value);
  if (taken === 'taken') return undefined;
  const pair = `case ${value.case}, ${value.pair}, repeat ${value.repeat}`;
  return taken === 'again'
    ? `is a second line for one pair: ${pair}`
    : `is about a pair that was not answered: ${pair}`;
}

function countPair(stored: StoredTrials, record: PairRecord): void {
  stored.observations.addPair(record);
  stored.calls.add(record);
  stored.judgeUsd += record.judge?.usd ?? 0;
}

function count(stored: StoredTrials, record: TrialRecord): void {
  stored.observations.add(record);
  stored.calls.add(record);
  stored[record.status]++;
  stored.judgeUsd += record.judge?.usd ?? 0;
  if (!wasAskedNow(record)) stored.cached++;
  if (!record.completion || !wasAskedNow(record)) return;
  if (record.completion.costUsd === null) stored.unpriced++;
  else stored.usd += record.completion.costUsd;
}
