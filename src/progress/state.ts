import type { ProgressEvent } from '../core/progress.ts';

/** What a run has done so far; times are in milliseconds of one monotonic clock. */
export interface ProgressState {
  prompt: string;
  title: string;
  models: ModelProgress[];
  /** What evaluators ask models; null where none does. */
  judges: JudgeProgress | null;
  maxCost: number | null;
  /** Trials that the run had when it started: they say nothing about its speed. */
  kept: number;
  startedAt: number;
  /** USD of a run that ended early, also of answers that wait for their judges, which are no trials yet; null of others. */
  spentUsd: number | null;
  finished: boolean;
}

/** Why, on whom, and until when. */
export interface Wait {
  code: string;
  provider: string;
  until: number;
}

export interface ModelProgress {
  id: string;
  planned: number;
  completed: number;
  failed: number;
  retried: number;
  costUsd: number;
  /** Completed trials without a known price. */
  unpriced: number;
  /** Of those that wait to try again, the one that waits longest. */
  waiting: Wait | null;
  /** How many trials may be under way where a rate limit keeps them below what is configured. */
  slowedTo: number | null;
}

export interface JudgeProgress {
  /** About: a reply that can't be read is asked for again. */
  planned: number;
  /** Replies, those from a cache included. */
  replied: number;
  cached: number;
  failed: number;
  retried: number;
  costUsd: number;
  unpriced: number;
  waiting: ModelProgress['waiting'];
}

/** The state after an event. Events before the first `run-started` change nothing. */
export function reduceProgress(
  state: ProgressState | null,
  event: ProgressEvent,
  now: number,
): ProgressState | null {
  if (event.type === 'run-started') {
    const { prompt, title, maxCost } = event;
    const models = event.models.map(({ id, planned, kept }) => ({ ...newModel(id, planned), ...kept }));
    const kept = models.reduce((sum, { completed }) => sum + completed, 0);
    const judges = event.judges ? newJudges(event.judges) : null;
    return { prompt, title, maxCost, kept, models, judges, startedAt: now, spentUsd: null, finished: false };
  }
  if (state === null) return null;
  switch (event.type) {
    case 'trial-finished':
      return updateModel(state, event.trial.model, (model) => countTrial(model, event.status, event.costUsd));
    case 'attempt-retried':
      return updateModel(state, event.trial.model, (model) => ({
        ...model,
        retried: model.retried + 1,
        waiting: longer(model.waiting, waitFor(event.trial.model, event, now)),
      }));
    case 'pace-changed':
      return updateModel(state, event.model, (model) => ({
        ...model,
        slowedTo: event.slowedDown ? event.atOnce : null,
        waiting: longer(model.waiting, waitFor(event.model, { ...event, code: 'rate-limited' }, now)),
      }));
    case 'judge-replied':
      return updateJudges(state, (judges) => ({
        ...judges,
        replied: judges.replied + 1,
        cached: judges.cached + Number(event.cached),
        costUsd: judges.costUsd + (event.costUsd ?? 0),
        unpriced: judges.unpriced + Number(event.costUsd === null),
      }));
    case 'judge-failed':
      return updateJudges(state, (judges) => ({ ...judges, failed: judges.failed + 1 }));
    case 'judge-retried':
      return updateJudges(state, (judges) => ({
        ...judges,
        retried: judges.retried + 1,
        waiting: longer(judges.waiting, waitFor(event.judge.model, event, now)),
      }));
    case 'run-stopped':
      return { ...state, spentUsd: event.usd };
    case 'run-finished':
      return { ...state, finished: true };
    default:
      return state;
  }
}

function waitFor(model: string, { code, waitMs }: { code: string; waitMs: number }, now: number): Wait {
  return { code, provider: model.split('/')[0] ?? model, until: now + waitMs };
}

function longer(known: Wait | null, next: Wait): Wait {
  return known !== null && known.until >= next.until ? known : next;
}

function newJudges({ planned, kept = { calls: 0, costUsd: 0 } }: AnnouncedJudges): JudgeProgress {
  const { calls: replied, costUsd } = kept;
  return { planned, replied, costUsd, cached: 0, failed: 0, retried: 0, unpriced: 0, waiting: null };
}

type AnnouncedJudges = NonNullable<Extract<ProgressEvent, { type: 'run-started' }>['judges']>;

function updateJudges(state: ProgressState, change: (judges: JudgeProgress) => JudgeProgress): ProgressState {
  return { ...state, judges: change(state.judges ?? newJudges({ planned: 0 })) };
}

function newModel(id: string, planned: number): ModelProgress {
  return {
    id,
    planned,
    completed: 0,
    failed: 0,
    retried: 0,
    costUsd: 0,
    unpriced: 0,
    waiting: null,
    slowedTo: null,
  };
}

function countTrial(
  model: ModelProgress,
  status: 'completed' | 'failed',
  costUsd: number | null,
): ModelProgress {
  const completed = status === 'completed';
  return {
    ...model,
    completed: model.completed + Number(completed),
    failed: model.failed + Number(!completed),
    costUsd: model.costUsd + (costUsd ?? 0),
    unpriced: model.unpriced + Number(completed && costUsd === null),
  };
}

/** A model that was not announced gets a place of its own rather than being lost. */
function updateModel(
  state: ProgressState,
  id: string,
  change: (model: ModelProgress) => ModelProgress,
): ProgressState {
  const known = state.models.some((model) => model.id === id);
  const models = known ? state.models : [...state.models, newModel(id, 0)];
  return { ...state, models: models.map((model) => (model.id === id ? change(model) : model)) };
}

export interface ProgressTotals {
  done: number;
  planned: number;
  failed: number;
  costUsd: number;
  unpriced: number;
}

export function totals(state: ProgressState): ProgressTotals {
  const sum = (of: (model: ModelProgress) => number) =>
    state.models.reduce((total, model) => total + of(model), 0);
  return {
    done: sum((model) => model.completed + model.failed),
    planned: sum((model) => model.planned),
    failed: sum((model) => model.failed),
    costUsd: state.spentUsd ?? sum((model) => model.costUsd) + (state.judges?.costUsd ?? 0),
    unpriced: sum((model) => model.unpriced) + (state.judges?.unpriced ?? 0),
  };
}

/** Whether rate limits make the run slower than it is configured to be. */
export function isSlowedDown({ models }: ProgressState): boolean {
  return models.some(({ slowedTo }) => slowedTo !== null);
}

/** Fewer finished trials say too little about the speed. */
const fewestForEstimate = 5;

/** Milliseconds that the rest would take at the speed so far; null while nobody can tell, and at the end. */
export function remainingMs(state: ProgressState, now: number): number | null {
  const { done, planned } = totals(state);
  const doneNow = done - state.kept;
  if (doneNow < fewestForEstimate || done >= planned) return null;
  return ((now - state.startedAt) / doneNow) * (planned - done);
}
