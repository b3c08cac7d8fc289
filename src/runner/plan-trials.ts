import type { Case } from '../core/case.ts';
import { canonicalJson } from '../core/digest.ts';
import type { Arm, ModelPairing, ModelSettings, PlannedTrial } from '../core/trial.ts';

export interface TrialPlan {
  baseline: Arm | null;
  candidate: Arm;
  cases: readonly Case[];
  pairings: readonly ModelPairing[];
  repeats: number;
  /** Trials that an earlier part of this run has already, and that are not asked again. */
  isKept?: ((trial: PlannedTrial) => boolean) | undefined;
}

interface Lane {
  arm: Arm;
  settings: ModelSettings;
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

/** How often two arms answer the same; the baseline's answers may be from another run. */
export function countPairs({ pairings, cases, repeats }: TrialPlan): number {
  return pairings.filter(({ baseline }) => baseline !== null).length * cases.length * repeats;
}

/** What each arm runs on; two pairings that share an arm's settings share its trials. */
export function lanesOf(plan: Pick<TrialPlan, 'baseline' | 'candidate' | 'pairings'>): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const pairing of plan.pairings) {
    for (const [arm, settings] of [
      [plan.baseline, pairing.baseline],
      [plan.candidate, pairing.candidate],
    ] as const) {
      if (arm && settings) lanes.set(canonicalJson([arm.name, settings]), { arm, settings });
    }
  }
  return [...lanes.values()];
}
