import type { Attempt } from '../core/attempts.ts';
import { formatConfidences } from '../core/format.ts';
import { type Gate, isRule } from '../core/gate.ts';
import type { GateEvidence } from '../core/gate-evidence.ts';
import { findMetric } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import { chanceOfAny, confidenceOfAttempt, spentBy } from '../statistics/attempts.ts';
import { alphaOf } from '../statistics/significance.ts';

/** The gates as this attempt is judged by them. The configured ones stay what they are, and so does their digest. */
export function gatesOfAttempt(gates: readonly Gate[], { number, mode }: Attempt): Gate[] {
  if (mode === 'counted') return [...gates];
  return gates.map((gate) => ({ ...gate, confidence: confidenceOfAttempt(gate.confidence, number) }));
}

/** `AttemptHistory.falsePass`: by the least sure of the configured gates that prove something. */
export function falsePassOf(
  gates: readonly Gate[],
  metrics: readonly Metric[],
  { number, mode }: Attempt,
): number | null {
  const alphas = gates
    .filter((gate) => gate.enforced && isProof(gate, metrics))
    .map((gate) => alphaOf(gate.confidence));
  if (alphas.length === 0) return null;
  const alpha = Math.max(...alphas);
  return mode === 'corrected' ? spentBy(alpha, number) : chanceOfAny(alpha, number);
}

/** Whether a gate decides by its confidence; rules and must-pass cases are about what was seen. */
function isProof(gate: Gate, metrics: readonly Metric[]): boolean {
  if (gate.rule === 'mustPass') return false;
  if (gate.rule !== 'min' && gate.rule !== 'max') return true;
  const metric = findMetric(metrics, gate.metric);
  return metric !== undefined && !isRule(gate, metric);
}

/** `Attempt 3 against these cases: each gate is judged at 99.58 %.` Nothing where attempts are only counted. */
export function attemptSentence({ number, mode }: Attempt, evidence: readonly GateEvidence[]): string {
  if (mode === 'counted') return '';
  // A rule is about what was seen, whatever the confidence.
  const asked = evidence.filter(({ kind }) => kind === 'difference' || kind === 'limit');
  const confidences = asked.map(({ gate }) => gate.confidence);
  if (confidences.length === 0) return '';
  return `Attempt ${number} against these cases: each gate is judged at ${formatConfidences(confidences)}.`;
}
