import type { Attempt } from '../core/attempts.ts';
import type { GateEvidence } from '../core/gate-evidence.ts';
import type { RunPolicy } from '../core/policy.ts';
import { ended } from '../core/text.ts';
import type { GateOutcome, GateStatus, Verdict } from '../core/verdict.ts';
import { attemptSentence } from './attempts.ts';
import { headlineOf } from './headline.ts';
import { judgeDifference } from './judge-difference.ts';
import { type InterfaceEvidence, judgeInterface } from './judge-interface.ts';
import { judgeKnown, type KnownCases } from './judge-known.ts';
import { judgeLimit } from './judge-limit.ts';
import { judgeMustPass } from './judge-must-pass.ts';
import { judgePairs } from './judge-pairs.ts';
import { judgePolicy } from './judge-policy.ts';
import { judgeRule } from './judge-rule.ts';
import { judgeTrials, type TrialCounts } from './judge-trials.ts';

export interface Judgement {
  evidence: readonly GateEvidence[];
  interface: InterfaceEvidence;
  trials: TrialCounts;
  hasBaseline: boolean;
  /** Where the terms come from the protected branch. */
  policy?: RunPolicy | undefined;
  /** What the protected branch's gates are asked of its own cases alone, where there are new ones. */
  known?: KnownCases | undefined;
  /** Its gates are those of the evidence: corrected already, where they are. Absent: only counted. */
  attempt?: Attempt;
}

/**
 * Comparisons in, verdict out. All enforced gates must pass (an intersection–union test, so their number needs no
 * correction of the confidence); the verdict is the worst enforced outcome.
 */
export function judge(judgement: Judgement): Verdict {
  if (judgement.trials.shard) return shardVerdict(judgement.trials);
  const several = new Set(judgement.evidence.map((item) => item.model)).size > 1;
  const judged = (evidence: readonly GateEvidence[]) =>
    evidence.map((item) => judgeEvidence(item, several, judgement.hasBaseline));
  const outcomesOnAll = judged(judgement.evidence);
  const known = judgement.known && judgeKnown(judgement.known, judged, outcomesOnAll);
  const outcomes = [
    ...outcomesOnAll,
    ...(known?.outcomes ?? []),
    ...judgeInterface(judgement.interface),
    ...judgeTrials(judgement.trials),
    ...(judgement.policy ? judgePolicy(judgement.policy, known?.words) : []),
  ];
  const status = worstStatus(outcomes, judgement);
  const headline = headlineOf(status, outcomes, judgement.hasBaseline);
  const attempt = judgement.attempt ? attemptSentence(judgement.attempt, judgement.evidence) : '';
  return { status, headline: attempt === '' ? headline : `${ended(headline)} ${attempt}`, outcomes };
}

/** A part of a run decides nothing, whatever its own cases say. */
function shardVerdict(trials: TrialCounts): Verdict {
  const outcomes = judgeTrials(trials);
  const headline = outcomes.map(({ text }) => text.replace(/^trials: /, '')).join(' ');
  return {
    status: 'inconclusive',
    headline: headline.charAt(0).toUpperCase() + headline.slice(1),
    outcomes,
  };
}

function judgeEvidence(evidence: GateEvidence, several: boolean, hasBaseline: boolean): GateOutcome {
  const outcome = judgeByRule(evidence, several);
  return evidence.metric.pairwise ? judgePairs(evidence, outcome, several, hasBaseline) : outcome;
}

function judgeByRule(evidence: GateEvidence, several: boolean): GateOutcome {
  switch (evidence.kind) {
    case 'difference':
      return judgeDifference(evidence, several);
    case 'limit':
      return judgeLimit(evidence, several);
    case 'rule':
      return judgeRule(evidence, several);
    case 'mustPass':
      return judgeMustPass(evidence, several);
  }
}

function worstStatus(
  outcomes: readonly GateOutcome[],
  { evidence, hasBaseline }: Pick<Judgement, 'evidence' | 'hasBaseline'>,
): GateStatus {
  const enforced = outcomes.filter((outcome) => outcome.enforced);
  if (enforced.some((outcome) => outcome.status === 'fail')) return 'fail';
  if (enforced.some((outcome) => outcome.status === 'inconclusive')) return 'inconclusive';
  // The built-in gates only guard. With a baseline to compare with and no gate that did, nothing was proven.
  const decided = outcomes.slice(0, evidence.length).some((outcome) => outcome.enforced);
  return hasBaseline && !decided ? 'inconclusive' : 'pass';
}
