import { formatCount, formatShare } from '../core/format.ts';
import type { StoppedEarly } from '../core/run-file.ts';
import { type RunShard, shardName } from '../core/shard.ts';
import { stopWords } from '../core/stop-words.ts';
import type { ArmName } from '../core/trial.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { missingLimit } from './outcome.ts';

export interface ArmTrials {
  /** `today`: what a drift run asks, whose other arm is of another day. */
  arm: ArmName | 'today';
  planned: number;
  completed: number;
}

export interface TrialCounts {
  planned: number;
  completed: number;
  /** Answers that wait for their judges; absent is none. */
  waiting?: number | undefined;
  /** The same of each arm that this run asks; absent: all are taken together. */
  byArm?: readonly ArmTrials[] | undefined;
  /** Why the run ended before its plan did. */
  stopped?: 'interrupted' | 'budget' | StoppedEarly | null;
  /** Which part of a run this is. */
  shard?: RunShard | undefined;
}

/**
 * The built-in gate `trials`: whatever the other gates saw, a run that ended early or with too many failed trials
 * proves nothing. The limit holds for each arm: the answers of one, which a cache may have had, make up for no outage of
 * the other.
 */
export function judgeTrials(counts: TrialCounts): GateOutcome[] {
  const { planned, completed, stopped = null, shard } = counts;
  if (stopped !== null && typeof stopped === 'object')
    return [undecided('stopped-early', describeStop(stopped, planned))];
  if (stopped !== null) return [undecided(early[stopped], describeEnd(counts, stopped))];
  if (shard) return [undecided('shard', describeShard(shard))];
  const { byArm = [{ planned, completed }] } = counts;
  const lacking = byArm.filter((arm) => missingShare(arm) > missingLimit);
  const [first] = lacking;
  if (first === undefined) return [];
  const isOne = lacking.length === 1 && first.planned < planned;
  return [undecided('missing-results', describeMissing(isOne ? first : { planned, completed }))];
}

type Counts = Pick<TrialCounts, 'planned' | 'completed'> & Partial<Pick<ArmTrials, 'arm'>>;

/** Where nothing was asked, everything is missing. */
function missingShare({ planned, completed }: Counts): number {
  return planned === 0 ? 1 : (planned - completed) / planned;
}

/** `8 of 80 trials of the candidate (10.0 %) have no answer` */
function lackingWords({ arm, ...counts }: Counts): string {
  const { planned, completed } = counts;
  const of = arm === undefined ? '' : arm === 'today' ? ' of today' : ` of the ${arm}`;
  return `${formatCount(planned - completed)} of ${formatCount(planned)} trials${of} (${formatShare(missingShare(counts))}) have no answer`;
}

function describeMissing(counts: Counts): Described {
  const actual = lackingWords(counts);
  const text = `trials: ${actual}; above ${formatShare(missingLimit, 0)} nothing can be decided.`;
  return { expected, actual, text };
}

const early = { interrupted: 'interrupted', budget: 'budget-spent' } as const;

/** Gates are about the cases that were asked, so this gate alone says that there were to be more. */
function describeStop(stop: StoppedEarly, planned: number): Described {
  const { askedCases, ofCases } = stop;
  return {
    expected: 'every case asked',
    actual: `${formatCount(askedCases)} of ${formatCount(ofCases)} cases asked`,
    text: `trials: stopped after ${stopWords(stop, planned)}`,
  };
}

/** Its cases alone prove nothing: the gates are asked about those of all shards together. */
function describeShard(shard: RunShard): Described {
  return {
    expected: 'the cases of all shards',
    actual: shardName(shard),
    text: `trials: this is ${shardName(shard)}: merge them.`,
  };
}

const expected = `at most ${formatShare(missingLimit, 0)} of the trials without an answer`;

type Described = Pick<GateOutcome, 'expected' | 'actual' | 'text'>;

function describeEnd(counts: TrialCounts, stopped: 'interrupted' | 'budget'): Described {
  const why = stopped === 'budget' ? 'the budget was spent' : 'the run was interrupted';
  if (counts.planned === counts.completed) {
    const judged = 'every trial has an answer, but not every pair of answers is judged';
    return { expected: 'every pair judged', actual: judged, text: `trials: ${why}; ${judged}.` };
  }
  const { planned, completed, waiting = 0 } = counts;
  const answered = completed + waiting;
  const waits = `${formatCount(waiting)} ${waiting === 1 ? 'answer waits for its' : 'answers wait for their'} judges`;
  if (planned === answered) return { expected, actual: waits, text: `trials: ${why}; ${waits}.` };
  const actual = lackingWords({ planned, completed: answered }) + (waiting > 0 ? `, and ${waits}` : '');
  return { expected, actual, text: `trials: ${why} before every trial was asked; ${actual}.` };
}

function undecided(reason: string, described: Described): GateOutcome {
  return {
    gate: 'trials',
    metric: null,
    model: null,
    slice: null,
    status: 'inconclusive',
    enforced: true,
    reason,
    interval: null,
    ...described,
  };
}
