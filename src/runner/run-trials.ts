import { setMaxListeners } from 'node:events';
import type { Case } from '../core/case.ts';
import type { Completion, Usage } from '../core/completion.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Message, PromptFile } from '../core/prompt.ts';
import type { ModelReply } from '../core/provider.ts';
import { type PlannedTrial, type TrialRecord, wasAskedNow } from '../core/trial.ts';
import { type AskPorts, askModel } from './ask-model.ts';
import { AttemptsExhausted } from './attempt.ts';
import { Budget, BudgetSpent } from './budget.ts';
import { DroppedParameters } from './dropped-parameters.ts';
import { Judge } from './judge.ts';
import { createPacers } from './pacer.ts';
import { runQueue } from './queue.ts';
import { Reach } from './reach.ts';
import { scoreTrial } from './score-trial.ts';

/** What the runner needs from outside. */
export interface RunnerPorts extends Omit<AskPorts, 'pacer' | 'reserve'> {
  /** The messages as they are sent, with their pictures loaded. */
  render(prompt: PromptFile, testCase: Case): Message[] | Promise<Message[]>;
  /** For an answer whose provider reported no usage. */
  estimateUsage(prompt: PromptFile, messages: readonly Message[], reply: ModelReply): Promise<Usage>;
  /** USD, or null where no price is known. */
  priceOf(model: string, usage: Completion['usage']): number | null;
  evaluators: readonly Evaluator[];
  /** Called once for every trial, as it completes. */
  record(record: TrialRecord): Promise<void>;
  /** USD; null is no cap. */
  maxCost: number | null;
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

/**
 * Runs and scores every planned trial, counted on from `before`. Each model of a provider has a queue and a pace of its
 * own, so that a slow one holds up no other; `pacers` is what was learnt of them.
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
  const budget = ports.maxCost === null ? null : new Budget(ports.maxCost, before.usd + before.judgeUsd);
  const reserve = budget ? reserveFrom(budget, ports, signal) : undefined;
  const stopped = () => {
    if (ports.signal.aborted) totals.stopped = 'interrupted';
    else if (budget?.isSpent) totals.stopped ??= 'budget';
    return totals.stopped !== null || fatal.signal.aborted;
  };
  const reach = new Reach(before.completed > 0);
  const judgePorts = { ...ports, signal, pacers };
  const runOne = async (trial: PlannedTrial, trialPorts: RunnerPorts & AskPorts) => {
    if (stopped()) return;
    let paid: number | null = null;
    const judge = new Judge(judgePorts);
    try {
      const { record, keep } = await runTrial(trial, trialPorts, drops, judge);
      paid = record.completion?.costUsd ?? null;
      reach.note(trial.settings.model, record);
      // The journal first: what it has is never asked again, whatever becomes of the cache.
      await ports.record(record);
      count(totals, record);
      await keep?.();
      const costUsd = wasAskedNow(record) ? (record.completion?.costUsd ?? null) : 0;
      ports.progress.emit({
        type: 'trial-finished',
        model: trial.settings.id,
        status: record.status,
        costUsd,
      });
    } catch (error) {
      // An interrupted trial is not a failed one: it was never measured.
      if (ports.signal.aborted) {
        totals.stopped = 'interrupted';
        return;
      }
      if (error instanceof BudgetSpent) {
        totals.stopped ??= 'budget';
        return;
      }
      fatal.abort(error);
      throw error;
    } finally {
      budget?.add(judge.spend.usd);
      budget?.settle(trial, trial.settings.id, paid);
    }
  };
  const queues = models.map((model) => {
    const pacer = pacers.of(ports.providerOf(model).provider, model);
    const trialPorts = { ...ports, signal, pacer, reserve };
    return runQueue(trialsOn(model, plan()), pacer, (trial) => runOne(trial, trialPorts), stopped);
  });
  const ended = await Promise.allSettled(queues);
  const failure = ended.find((queue) => queue.status === 'rejected');
  if (failure && !ports.signal.aborted) throw fatal.signal.aborted ? fatal.signal.reason : failure.reason;
  return totals;
}

function reserveFrom(
  budget: Budget,
  { expectedUsage, priceOf }: RunnerPorts,
  signal: AbortSignal,
): AskPorts['reserve'] {
  return (trial, messages) => {
    const { id, model, parameters } = trial.settings;
    const estimate = priceOf(model, expectedUsage(messages, parameters)) ?? 0;
    return budget.reserve(trial, id, estimate, signal);
  };
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

async function runTrial(
  trial: PlannedTrial,
  ports: RunnerPorts & AskPorts,
  drops: DroppedParameters,
  judge: Judge,
): Promise<{ record: TrialRecord; keep?: () => Promise<void> }> {
  const { arm, settings, repeat } = trial;
  const place = { arm: arm.name, case: trial.case.id, model: settings.id, repeat };
  const messages = await ports.render(arm.prompt, trial.case);
  try {
    const { reply, attempts, dropped, askedAt, keep } = await askModel(trial, messages, ports, drops);
    const usage = reply.usage ?? (await ports.estimateUsage(arm.prompt, messages, reply));
    const costUsd = ports.priceOf(settings.model, usage);
    const completion = { ...reply, usage, costUsd, ...(dropped.length > 0 && { dropped }) };
    const { variables } = trial.case;
    const seen = { case: trial.case, variables, messages, completion };
    const scores = await scoreTrial(ports.evaluators, seen, (signalOf) => judge.askFor(signalOf));
    if (judge.fatal) throw judge.fatal;
    const { spend } = judge;
    // What an interrupted judge did not say is no missing score: the trial is asked again.
    if (ports.evaluators.some(({ models }) => models !== undefined)) ports.signal.throwIfAborted();
    const record: TrialRecord = {
      ...place,
      status: 'completed',
      completion,
      scores,
      ...(spend.calls > 0 && { judge: { ...spend } }),
      attempts,
    };
    return { record: askedAt === undefined ? record : { ...record, askedAt }, keep };
  } catch (error) {
    if (!(error instanceof AttemptsExhausted)) throw error;
    const { code, message } = error.failure;
    const failure = { code, message };
    return { record: { ...place, status: 'failed', failure, scores: [], attempts: error.attempts } };
  }
}
