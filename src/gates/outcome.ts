import { formatCount, formatShare } from '../core/format.ts';
import type { GateEvidence, Unanswerable } from '../core/gate-evidence.ts';
import type { GateOutcome, GateStatus } from '../core/verdict.ts';

/** More cases than this share without a result decide nothing. */
export const missingLimit = 0.05;

export interface Decision {
  status: GateStatus;
  reason: string;
  /** What follows `quality: `. */
  sentence: string;
  /** A gate that had nothing to be measured against does not decide. */
  enforced?: boolean;
}

/** Puts a decision together with where it belongs. `several`: more than one model, so each is named. */
export function outcomeOf(
  evidence: GateEvidence,
  decision: Decision,
  words: { expected: string; actual: string; several: boolean },
  interval: GateOutcome['interval'],
): GateOutcome {
  const { gate, model } = evidence;
  return {
    gate: gate.name,
    metric: gate.metric,
    model,
    slice: gate.slice,
    status: decision.status,
    enforced: decision.enforced ?? gate.enforced,
    reason: decision.reason,
    interval,
    expected: words.expected,
    actual: words.actual,
    text: `${subjectOf(evidence, words.several)}: ${decision.sentence}`,
  };
}

function subjectOf(evidence: GateEvidence, several: boolean): string {
  const slice = evidence.gate.slice === null ? '' : ` in ${evidence.gate.slice}`;
  return `${evidence.gate.metric}${slice}${several ? ` on ${evidence.model}` : ''}`;
}

/** `95 % sure` */
export function sure(confidence: number): string {
  return `${formatShare(confidence, 1).replace('.0 %', ' %')} sure`;
}

export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Two significant digits, because it is an estimate: 984 → `980`. */
export function roughly(count: number): string {
  const scale = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return formatCount(Math.ceil(count / scale) * scale);
}

/** The decision where too much is missing, or undefined. */
export function tooMuchMissing(evidence: GateEvidence): Decision | undefined {
  if (evidence.cases === 0 || evidence.missing / evidence.cases <= missingLimit) return undefined;
  const share = formatShare(evidence.missing / evidence.cases);
  return {
    status: 'inconclusive',
    reason: 'missing-results',
    sentence: `${evidence.missing} of ${plural(evidence.cases, 'case')} (${share}) have no result; above ${formatShare(missingLimit, 0)} nothing can be decided. See what failed in the run's trials.jsonl.`,
  };
}

/** The decision where the question has no answer in numbers. */
export function unanswerableDecision(unanswerable: Unanswerable): Decision {
  const reasons: Record<Unanswerable, Decision> = {
    'no-baseline': {
      status: 'inconclusive',
      reason: 'no-baseline',
      sentence: 'there is no baseline yet to compare with; not decided on a first release.',
      enforced: false,
    },
    'no-price': {
      status: 'inconclusive',
      reason: 'no-price',
      sentence:
        'no price is known for this model, and an unknown price is not zero. Add it under `prices` in the config.',
    },
    'no-latency': {
      status: 'inconclusive',
      reason: 'missing-results',
      sentence: 'no answer was timed in this run (an answer from the cache has no latency).',
    },
    'not-comparable': {
      status: 'inconclusive',
      reason: 'not-comparable',
      sentence: "the baseline's total is zero, so no increase can be measured against it.",
    },
    'no-values': {
      status: 'inconclusive',
      reason: 'missing-results',
      sentence: 'nothing was measured.',
    },
  };
  return reasons[unanswerable];
}
