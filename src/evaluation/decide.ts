import { type ComparisonPlan, compareArms } from '../comparison/compare.ts';
import type { Observations } from '../comparison/observations.ts';
import { servedModels } from '../comparison/served-models.ts';
import type { Attempt } from '../core/attempts.ts';
import type { Drift } from '../core/drift.ts';
import type { GateEvidence } from '../core/gate-evidence.ts';
import type { RunPolicy } from '../core/policy.ts';
import type { RunFile } from '../core/run-file.ts';
import { gatesOfAttempt } from '../gates/attempts.ts';
import { driftHeadline } from '../gates/drift-headline.ts';
import { judge } from '../gates/judge.ts';
import type { InterfaceEvidence } from '../gates/judge-interface.ts';
import type { TrialCounts } from '../gates/judge-trials.ts';
import { knownCases } from './known-cases.ts';

export interface Question extends ComparisonPlan {
  interface: InterfaceEvidence;
  trials: TrialCounts;
  hasBaseline: boolean;
  policy?: RunPolicy | undefined;
  /** The command by which people review what waits for them. */
  reviewWith?: string | undefined;
  /** Which attempt it is, and whether the gates are stricter for that. */
  attempt: Attempt;
  /** Where the arms are one version then and now; `subject` is what sentences call it: `support-triage v3`. */
  drift?: (Omit<Drift, 'served'> & { subject: string }) | undefined;
}

export type Decisions = Pick<
  RunFile,
  'comparisons' | 'regressions' | 'regressed' | 'worseSlices' | 'flaky' | 'verdict' | 'drift'
>;

/** What the measurements come to; the same trials and the same gates always come to the same. */
export function decide(observations: Observations, question: Question): Decisions {
  const gates = gatesOfAttempt(question.gates, question.attempt);
  const { evidence, ...compared } = compareArms(observations, { ...question, gates });
  const waiting = (items: readonly GateEvidence[]) =>
    items.map((item) =>
      observations.awaitsReview(item.gate.metric) ? { ...item, reviewWith: question.reviewWith } : item,
    );
  const known = knownCases(observations, question);
  const verdict = judge({
    ...question,
    evidence: waiting(evidence),
    known: known && { ...known, evidence: waiting(known.evidence) },
  });
  if (question.drift === undefined) return { ...compared, verdict };
  const { release, releasedAt, rescored, sameGates } = question.drift;
  const served = servedModels(observations, question.pairings);
  const headline = driftHeadline(verdict, { ...question, ...question.drift, served });
  return {
    ...compared,
    drift: { release, releasedAt, rescored, sameGates, served },
    verdict: { ...verdict, headline },
  };
}

/** `support-triage v3` */
export function subjectOf(prompt: string, version: number | null): string {
  return version === null ? prompt : `${prompt} v${version}`;
}
