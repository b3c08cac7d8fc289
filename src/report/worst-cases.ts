import type { Regression } from '../core/comparison.ts';
import type { Json } from '../core/json.ts';
import { findMetric } from '../core/metrics.ts';
import type { PairRecord } from '../core/pair.ts';
import type { RunFile } from '../core/run-file.ts';
import type { Score } from '../core/score.ts';
import type { ArmName, TrialRecord } from '../core/trial.ts';
import type { WorstCase } from './report-input.ts';
import { answerText } from './shared/answer-text.ts';
import { withPairs } from './shared/pair-scores.ts';

/** A line of cases.jsonl. */
export interface CaseLine {
  id: string;
  variables?: Record<string, Json>;
  expected?: Json;
  tags?: string[];
  critical?: boolean;
}

type Pair = Partial<Record<ArmName, TrialRecord>>;

/**
 * Keeps the trials of a few regressions out of a long stream. With repeats, the pair that is shown is the one
 * in which the candidate did worst, so that the text on the page explains the number beside it.
 */
export class TrialPicker {
  readonly #run: RunFile;
  readonly #wanted: Set<string>;
  readonly #trials = new Map<string, TrialRecord[]>();
  readonly #pairs: PairRecord[] = [];

  constructor(run: RunFile, regressions: readonly Regression[]) {
    this.#run = run;
    this.#wanted = new Set(regressions.map((regression) => regression.case));
  }

  offer(trial: TrialRecord): void {
    if (!this.#wanted.has(trial.case)) return;
    const kept = this.#trials.get(trial.case);
    if (kept) kept.push(trial);
    else this.#trials.set(trial.case, [trial]);
  }

  offerPair(pair: PairRecord): void {
    if (this.#wanted.has(pair.case)) this.#pairs.push(pair);
  }

  pick(regression: Regression): Pair {
    const pairing = this.#run.pairings.find((candidate) => candidate.id === regression.model);
    const pairs = this.#pairs.filter(({ pair }) => pair === regression.model);
    const of = (arm: ArmName) =>
      (this.#trials.get(regression.case) ?? [])
        .filter((trial) => trial.arm === arm && trial.model === (pairing?.[arm]?.id ?? regression.model))
        .map((trial) => withPairs(trial, pairs));
    const higher = findMetric(this.#run.metrics, regression.metric)?.better !== 'lower';
    const badness = (trial: TrialRecord) => {
      const value = scoreOf(trial, regression.metric);
      return value === undefined ? Number.NEGATIVE_INFINITY : higher ? -value : value;
    };
    const candidate = of('candidate').sort((a, b) => badness(b) - badness(a) || a.repeat - b.repeat)[0];
    const baselines = of('baseline');
    const baseline = baselines.find((trial) => trial.repeat === candidate?.repeat) ?? baselines[0];
    return { ...(baseline && { baseline }), ...(candidate && { candidate }) };
  }
}

function scoreOf(trial: TrialRecord, metric: string): number | undefined {
  const score = trial.scores.find((entry) => entry.metric === metric);
  return score && 'value' in score ? score.value : undefined;
}

/** Puts a regression together with its case and its two trials; what is not there stays empty. */
export function describeWorst(regression: Regression, line: CaseLine | undefined, pair: Pair): WorstCase {
  return {
    ...regression,
    tags: line?.tags ?? [],
    critical: line?.critical ?? false,
    variables: line?.variables,
    expected: line?.expected,
    baselineText: answerText(pair.baseline?.completion),
    candidateText: answerText(pair.candidate?.completion),
    reasons: reasonsOf(pair),
  };
}

function reasonsOf(pair: Pair): WorstCase['reasons'] {
  const sides = { baseline: notes(pair.baseline), candidate: notes(pair.candidate) };
  const metrics = new Set([...sides.baseline.keys(), ...sides.candidate.keys()]);
  return [...metrics].map((evaluatorMetric) => {
    const baseline = sides.baseline.get(evaluatorMetric);
    const candidate = sides.candidate.get(evaluatorMetric);
    return {
      evaluatorMetric,
      ...(baseline !== undefined && { baseline }),
      ...(candidate !== undefined && { candidate }),
    };
  });
}

function notes(trial: TrialRecord | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (trial?.failure) found.set('call', `${trial.failure.code}: ${trial.failure.message}`);
  for (const score of trial?.scores ?? []) {
    const note = noteOf(score);
    if (note !== undefined) found.set(score.metric, note);
  }
  return found;
}

function noteOf(score: Score): string | undefined {
  if ('unscored' in score) return `unscored: ${score.unscored}`;
  return typeof score.reason === 'string' ? score.reason : undefined;
}
