import type { ArmTrials } from '../gates/judge-trials.ts';
import type { CallTally } from '../runner/call-tally.ts';
import { countByArm } from '../runner/plan-trials.ts';

/** The trials that a run plans to ask, by arm, and how many of them have an answer. A drift run asks those of today alone. */
export function armTrials(
  plan: Parameters<typeof countByArm>[0],
  { answered }: Pick<CallTally, 'answered'>,
  isDrift: boolean,
): ArmTrials[] {
  const arms = countByArm(plan).map(({ arm, planned }) => ({ arm, planned, completed: answered[arm] }));
  if (!isDrift) return arms;
  return arms.flatMap((counts) => (counts.arm === 'candidate' ? [{ ...counts, arm: 'today' as const }] : []));
}
