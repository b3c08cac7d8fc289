import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { Case } from '../core/case.ts';
import type { Usage } from '../core/completion.ts';
import type { JudgeQuestion } from '../core/judge.ts';
import type { PairRecord } from '../core/pair.ts';
import { type PlannedTrial, type TrialRecord, wasAskedNow } from '../core/trial.ts';
import { Account } from './account.ts';
import { type AskPorts, placeOf } from './ask-model.ts';
import { Budget, BudgetSpent } from './budget.ts';
import { DroppedParameters } from './dropped-parameters.ts';
import { Judge, type JudgePorts } from './judge.ts';
import { judgePair } from './judge-pair.ts';
import { createPacers } from './pacer.ts';
import type { Pairs } from './pairs.ts';
import { runQueue } from './queue.ts';
import { Reach } from './reach.ts';
import { runTrial, type TrialPorts } from './run-trial.ts';
import type { AnsweredPair } from './score-pair.ts';

/** What the runner needs from outside. */
export interface RunnerPorts extends Omit<TrialPorts, 'pacer' | 'reserve'> {
  /** What a judge's question may use. */
  expectedReply(question: JudgeQuestion): Usage;
  /** About what all questions of the evaluators about one answer, or one pair of them, cost: USD. */
  expectedJudging(testCase: Case, about: 'answer' | 'pair'): number;
  /** Called once for every trial, as it completes. */
  record(record: TrialRecord): Promise<void>;
  /** The two answers to each case, where evaluators compare them. */
  pairs?: Pairs | undefined;
  /** Called once for every pair, as it is judged. */
  recordPair(record: PairRecord): Promise<void>;
  /** USD; null is no cap. */
  maxCost: number | null;
  /** Whether no call starts that may pass the cap. */
  isCapStrict?: boolean | undefined;
}

export interface RunnerTotals {
  completed: number;
  failed: number;
  /** USD, of answers whose price is known. */
  usd: number;
  /** USD, of the replies of judges whose price is known. */
  judgeUsd: number;
  /** Of those completed, the ones whose answers were not asked for now. */
  cached: number;
  /** Why the run ended before its plan did. */
  stopped: 'interrupted' | 'budget' | null;
}

export const noTrials: RunnerTotals = {
  completed: 0,
  failed: 0,
  usd: 0,
  judgeUsd: 0,
  cached: 0,
  stopped: null,
};

/** Pairs from an earlier part of a run that are judged at once; their calls keep to their providers' limits besides. */
const pairsAtOnce = 20;

/**
 * Runs and scores every planned trial, counted on from `before`. Each model of a provider has a queue and a pace of its
 * own, so that a slow one holds up no other; `pacers` is what was learnt of them. A pair is judged as soon as both of its
 * answers are recorded.
 * A trial that fails is recorded as failed; a failure that concerns every call stops the run.
 *
 * @throws ProviderError of scope `run`, such as a wrong key.
 */
export async function runTrials(
  plan: () => Iterable<PlannedTrial>,
  models: readonly string[],
  ports: RunnerPorts,
  before: RunnerTotals = noTrials,
  pacers = createPacers(),
): Promise<RunnerTotals> {
  const totals = { ...before };
  const fatal = new AbortController();
  const drops = new DroppedParameters();
  const signal = joined(ports.signal, fatal);
  const { maxCost, isCapStrict, waiting } = ports;
  const spent = before.usd + before.judgeUsd + (waiting?.usd ?? 0);
  const budget = maxCost === null ? null : new Budget(maxCost, spent, isCapStrict);
  const stopped = () => {
    if (ports.signal.aborted) totals.stopped = 'interrupted';
    else if (budget?.isSpent) totals.stopped ??= 'budget';
    return totals.stopped !== null || fatal.signal.aborted;
  };
  /** Ends the run where a failure says so. */
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    if (stopped()) return;
    try {
      await work();
    } catch (error) {
      // An interrupted trial is not a failed one: it was never measured.
      if (ports.signal.aborted) totals.stopped = 'interrupted';
      else if (error instanceof BudgetSpent) totals.stopped ??= 'budget';
      else {
        fatal.abort(error);
        throw error;
      }
    }
  };
  const judgePorts: JudgePorts = {
    ...ports,
    signal,
    pacers,
    refused: new Map(),
    expectedUsage: ports.expectedReply,
    estimateUsage: (messages, reply) => ports.estimateUsage(messages, [], reply),
  };
  const accounts = new Map<object, Account>();
  const openAccount = () => (budget ? new Account(budget, signal) : undefined);
  const reserve: AskPorts['reserve'] = budget
    ? async (trial, messages) => {
        const { id, model, parameters } = trial.settings;
        const answer = ports.priceOf(model, ports.expectedUsage(messages, parameters)) ?? 0;
        await accounts.get(trial)?.reserve(id, answer + ports.expectedJudging(trial.case, 'answer'));
      }
    : undefined;
  const reach = new Reach(before.completed > 0);
  /** @returns the pairs that it completes. */
  const runOne = async (trial: PlannedTrial, trialPorts: TrialPorts): Promise<AnsweredPair[]> => {
    const account = openAccount();
    if (account) accounts.set(trial, account);
    const { id, model } = trial.settings;
    const place = placeOf(trial);
    ports.progress.emit({ type: 'trial-started', trial: place });
    const judge = new Judge(judgePorts, {
      about: place,
      replies: ports.answers?.repliesAbout(trial),
      waiting,
      // For an answer from the cache, or one that waited, nothing is reserved before a judge is asked.
      reserve:
        account && (() => account.reserve(`judges of ${id}`, ports.expectedJudging(trial.case, 'answer'))),
    });
    const wasWaiting = waiting?.find(place) !== undefined;
    let paid: number | null = null;
    try {
      const { record, keep } = await runTrial(trial, trialPorts, drops, judge);
      const costUsd = wasAskedNow(record) ? (record.completion?.costUsd ?? null) : 0;
      // The budget had what waited from the start.
      paid = wasWaiting ? 0 : costUsd;
      reach.note(model, record);
      // The journal first: what it has is never asked again, whatever becomes of the cache.
      await ports.record(record);
      waiting?.release(place);
      count(totals, record);
      if (keep) await keep();
      ports.progress.emit({
        type: 'trial-finished',
        trial: place,
        status: record.status,
        costUsd,
        attempts: record.attempts,
        cached: !wasAskedNow(record),
        ...(record.failure && { code: record.failure.code }),
      });
      return ports.pairs?.complete(record) ?? [];
    } finally {
      accounts.delete(trial);
      account?.settle(paid, judge.paidUsd);
    }
  };
  const compare = async (pair: AnsweredPair): Promise<void> => {
    const account = openAccount();
    const about = { case: pair.case.id, model: pair.pair, repeat: pair.repeat };
    const judge = new Judge(judgePorts, {
      about,
      replies: ports.answers?.repliesAbout(pair),
      waiting,
      reserve:
        account && (() => account.reserve(`pairs of ${pair.pair}`, ports.expectedJudging(pair.case, 'pair'))),
    });
    try {
      const { record, keep } = await judgePair(pair, { ...ports, signal }, judge);
      await ports.recordPair(record);
      waiting?.release(about);
      totals.judgeUsd += record.judge?.usd ?? 0;
      await keep();
    } finally {
      account?.settle(0, judge.paidUsd);
    }
  };
  const runBoth = async (trial: PlannedTrial, trialPorts: TrialPorts) => {
    let complete: AnsweredPair[] = [];
    await guarded(async () => {
      complete = await runOne(trial, trialPorts);
    });
    for (const pair of complete) await guarded(() => compare(pair));
  };
  const queues = models.map((model) => {
    const pacer = pacers.of(ports.providerOf(model).provider, model);
    const trialPorts = { ...ports, signal, pacer, reserve };
    return runQueue(trialsOn(model, plan()), pacer.run, (trial) => runBoth(trial, trialPorts), stopped);
  });
  const duePairs = runQueue(
    ports.pairs?.due() ?? [],
    pLimit(pairsAtOnce),
    (pair) => guarded(() => compare(pair)),
    stopped,
  );
  const ended = await Promise.allSettled([...queues, duePairs]);
  const failure = ended.find((queue) => queue.status === 'rejected');
  if (failure && !ports.signal.aborted) throw fatal.signal.aborted ? fatal.signal.reason : failure.reason;
  return totals;
}

/** A signal for every call in flight, however many those are. */
function joined(outer: AbortSignal, inner: AbortController): AbortSignal {
  setMaxListeners(0, inner.signal);
  outer.addEventListener('abort', () => inner.abort(outer.reason), { once: true });
  if (outer.aborted) inner.abort(outer.reason);
  return inner.signal;
}

function* trialsOn(model: string, trials: Iterable<PlannedTrial>): Generator<PlannedTrial> {
  for (const trial of trials) if (trial.settings.model === model) yield trial;
}

function count(totals: RunnerTotals, record: TrialRecord): void {
  totals[record.status]++;
  totals.judgeUsd += record.judge?.usd ?? 0;
  if (!wasAskedNow(record)) totals.cached++;
  else totals.usd += record.completion?.costUsd ?? 0;
}
