import type { Comparison, Interval } from './comparison.ts';
import type { Gate } from './gate.ts';
import type { Lateness } from './lateness.ts';
import type { MetricDefinition } from './metrics.ts';
import type { FlipCount } from './pair.ts';
import type { ArmName } from './trial.ts';

/** Why a gate's question has no answer in numbers. */
export type Unanswerable = 'no-baseline' | 'no-price' | 'no-latency' | 'not-comparable' | 'no-values';

/** How far the latencies of one arm may be too long. */
export interface TimedLate extends Lateness {
  arm: ArmName;
}

/** Trials whose tokens were estimated from the texts, because the provider reported none. */
export interface EstimatedUsage {
  trials: number;
  /** Those that are left out of a comparison, because the same trial of the other arm was counted. */
  apart: number;
}

interface EvidenceCommon {
  gate: Gate;
  metric: MetricDefinition;
  model: string;
  /** Cases that the question is about; `comparison.clusters` says how they are counted. */
  cases: number;
  /** Trials of each case. */
  repeats: number;
  /** Cases with a failed trial or a missing score on an arm that the question is about. */
  missing: number;
  /** How many of the `cases × repeats` that is; a trial that is missing on both arms counts once. */
  missingTrials: number;
  /** The command by which people review answers that this gate waits for; absent where none waits. */
  reviewWith?: string | undefined;
  comparison: Comparison;
  /** Of a pairwise metric: how often its judge changed its mind with the order, over all cases and models. */
  flips?: FlipCount;
  /** Only where it depends on how much too long latencies are whether anything is proven: of the worse arm. */
  late?: TimedLate;
  /** Only where the question is about tokens or cost, and some were estimated. */
  estimated?: EstimatedUsage;
}

/** Candidate against baseline: is the difference above the gate's threshold? */
export interface DifferenceEvidence extends EvidenceCommon {
  kind: 'difference';
  /** `above`: proven to be above the threshold; `below`: proven to be below it. */
  proven: 'above' | 'below' | null;
  /** On the scale of `Comparison.delta`; of a relative margin, its share of the baseline's measured mean. */
  threshold: number;
  /** On the same scale. */
  interval: Interval | null;
  unanswerable: Unanswerable | null;
  /** Ids of the cases that got worse most. */
  worst: string[];
  /** Cases (clusters, where they are counted) that would settle it if the difference stays as seen; null where more would not help. */
  needed: number | null;
  /** Fewer than this prove nothing, whatever is seen; 0 where `needed` is null. */
  fewest: number;
  /** Trials of each of the same cases that would; null where the run has no repeats to tell by, or more would not help. */
  neededRepeats: number | null;
}

/** The candidate alone against a floor or a ceiling. */
export interface LimitEvidence extends EvidenceCommon {
  kind: 'limit';
  proven: 'within' | 'beyond' | null;
  /** What was estimated: the mean, or the p95 of the candidate. */
  estimate: number | null;
  /** Bounds on what was estimated, in the metric's unit. */
  interval: Interval | null;
  unanswerable: Unanswerable | null;
  needed: number | null;
  fewest: number;
}

/** A rule on every output that was seen. */
export interface RuleEvidence extends EvidenceCommon {
  kind: 'rule';
  /** Trials with a value. */
  seen: number;
  broken: { case: string; value: number }[];
  /** With nothing broken: the true share of breaking outputs (of clusters with one) is below this, at the gate's confidence. */
  rateBelow: number | null;
  unanswerable: Unanswerable | null;
}

/** Cases that the candidate has to pass in every trial. */
export interface MustPassEvidence extends EvidenceCommon {
  kind: 'mustPass';
  results: {
    case: string;
    passed: number;
    trials: number;
    missing: number;
    /** What each arm scored on average; null where there is no score. */
    candidate: number | null;
    baseline: number | null;
    /** Whether the baseline passed every trial of it; null without a baseline or with a missing trial. */
    baselinePassed: boolean | null;
  }[];
}

/** How an enforced gate stands on one model in the middle of a run. */
export type GateOutlook =
  | { kind: 'rule'; evidence: RuleEvidence | MustPassEvidence }
  /** `chance`: that it passes in the end, 0 to 1, under what is assumed of the cases to come. */
  | { kind: 'chance'; gate: Gate; model: string; chance: number; assumed: Assumption };

/** That the candidate does on the cases to come what the baseline does, or what it did so far. */
export type Assumption = 'no-change' | 'as-seen';

/** What the measurements say about one gate on one model; the gate's decision follows from it alone. */
export type GateEvidence = DifferenceEvidence | LimitEvidence | RuleEvidence | MustPassEvidence;
