import type { Case } from '../core/case.ts';
import { canonicalJson } from '../core/digest.ts';
import type { Arm, ArmName, ModelPairing, ModelSettings, PlannedTrial, TrialRecord } from '../core/trial.ts';

export interface TrialPlan {
  baseline: Arm | null;
  candidate: Arm;
  cases: readonly Case[];
  pairings: readonly ModelPairing[];
  repeats: number;
  /** Asked beside those of the pairings: what else a sweep compares. */
  others?: readonly Lane[] | undefined;
  /** Whose answers are compared beside those of the pairings. */
  couples?: readonly Couple[] | undefined;
  /** Trials that an earlier part of this run has already, and that are not asked again. */
  isKept?: ((trial: PlannedTrial) => boolean) | undefined;
}

/** One prompt on one model: what is asked once for every case and repeat. */
export interface Lane {
  arm: Arm;
  settings: ModelSettings;
}

/** Where a lane's records stand. */
export type LanePlace = Pick<TrialRecord, 'arm' | 'variant' | 'model'>;

/** Two lanes whose answers to one case evaluators compare. */
export interface Couple extends Record<ArmName, LanePlace> {
  /** What comparisons call the two models. */
  pair: string;
  /** Only in a sweep: of which row. */
  row?: number;
}

/**
 * Every trial of a run, lazily, in the order in which they should be asked: the two arms of a case stand side
 * by side, so that whatever drifts while a run lasts (load, time of day, a rate limit) meets both alike, and
 * they take turns at going first.
 */
export function* planTrials(plan: TrialPlan): Generator<PlannedTrial> {
  const lanes = lanesOf(plan);
  const reversed = [...lanes].reverse();
  for (const [index, testCase] of plan.cases.entries()) {
    for (let repeat = 0; repeat < plan.repeats; repeat++) {
      const order = (index + repeat) % 2 === 0 ? lanes : reversed;
      for (const { arm, settings } of order) {
        const trial = { arm, case: testCase, settings, repeat };
        if (!plan.isKept?.(trial)) yield trial;
      }
    }
  }
}

export function countTrials(plan: Omit<TrialPlan, 'cases'> & { cases: readonly unknown[] }): number {
  return lanesOf(plan).length * plan.cases.length * plan.repeats;
}

/** Of each arm that is asked anything. */
export function countByArm(
  plan: Omit<TrialPlan, 'cases'> & { cases: readonly unknown[] },
): { arm: ArmName; planned: number }[] {
  const lanes = lanesOf(plan);
  return (['baseline', 'candidate'] as const).flatMap((name) => {
    const own = lanes.filter(({ arm }) => arm.name === name).length;
    return own === 0 ? [] : [{ arm: name, planned: own * plan.cases.length * plan.repeats }];
  });
}

/** How often two arms answer the same; the baseline's answers may be from another run. */
export function countPairs(plan: TrialPlan): number {
  return couplesOf(plan).length * plan.cases.length * plan.repeats;
}

export function couplesOf({ pairings, couples = [] }: Pick<TrialPlan, 'pairings' | 'couples'>): Couple[] {
  const compared = pairings.flatMap(({ id, baseline, candidate }): Couple[] =>
    baseline === null
      ? []
      : [
          {
            pair: id,
            baseline: { arm: 'baseline', model: baseline.id },
            candidate: { arm: 'candidate', model: candidate.id },
          },
        ],
  );
  return [...compared, ...couples];
}

/** What each arm runs on; two pairings that share an arm's settings share its trials. */
export function lanesOf(plan: Pick<TrialPlan, 'baseline' | 'candidate' | 'pairings' | 'others'>): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const pairing of plan.pairings) {
    for (const [arm, settings] of [
      [plan.baseline, pairing.baseline],
      [plan.candidate, pairing.candidate],
    ] as const) {
      if (arm && settings) lanes.set(canonicalJson([arm.name, settings]), { arm, settings });
    }
  }
  return [...lanes.values(), ...(plan.others ?? [])];
}
