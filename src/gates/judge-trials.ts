import { formatCount, formatShare } from '../core/format.ts';
import type { StoppedEarly } from '../core/run-file.ts';
import { type RunShard, shardName } from '../core/shard.ts';
import { stopWords } from '../core/stop-words.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { missingLimit } from './outcome.ts';

export interface TrialCounts {
  planned: number;
  completed: number;
  /** Why the run ended before its plan did. */
  stopped?: 'interrupted' | 'budget' | StoppedEarly | null;
  /** Which part of a run this is. */
  shard?: RunShard | undefined;
}

/**
 * The built-in gate `trials`: whatever the other gates saw, a run that ended early or with too many failed trials
 * proves nothing.
 */
export function judgeTrials(counts: TrialCounts): GateOutcome[] {
  const { planned, completed, stopped = null, shard } = counts;
  const missing = planned - completed;
  if (stopped !== null && typeof stopped === 'object')
    return [undecided('stopped-early', describeStop(stopped, planned))];
  if (stopped !== null) return [undecided(early[stopped], describe(counts))];
  if (shard) return [undecided('shard', describeShard(shard))];
  if (planned > 0 && missing / planned <= missingLimit) return [];
  return [undecided('missing-results', describe(counts))];
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

function describe({ planned, completed, stopped = null }: TrialCounts): Described {
  const missing = planned - completed;
  const share = formatShare(planned === 0 ? 1 : missing / planned);
  const actual = `${formatCount(missing)} of ${formatCount(planned)} trials (${share}) have no answer`;
  if (stopped === null) {
    return {
      expected,
      actual,
      text: `trials: ${actual}; above ${formatShare(missingLimit, 0)} nothing can be decided.`,
    };
  }
  const why = stopped === 'budget' ? 'the budget was spent' : 'the run was interrupted';
  if (missing === 0) {
    const judged = 'every trial has an answer, but not every pair of answers is judged';
    return { expected: 'every pair judged', actual: judged, text: `trials: ${why}; ${judged}.` };
  }
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
