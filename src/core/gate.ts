import { canonicalJson } from './canonical-json.ts';
import type { MetricDefinition } from './metrics.ts';

/** A difference that a gate allows or asks for: in score units, or as a share of the baseline. */
export interface Margin {
  kind: 'absolute' | 'relative';
  value: number;
}

interface GateCommon {
  /** What reports call it; unique within a prompt. */
  name: string;
  enforced: boolean;
  /** One-sided. */
  confidence: number;
  /** null: every model of the run. */
  models: string[] | null;
  slice: string | null;
  /** The dataset's field that names each case's cluster. Absent: every case stands for itself. */
  cluster?: string;
  /** The gate decides only where the scores agree with people's labels with at least this kappa, 95 % sure. */
  requireCalibration?: number;
}

export type Gate = GateCommon &
  (
    | { rule: 'noWorseThan'; metric: string; margin: Margin }
    | { rule: 'betterThan'; metric: string; by: Margin }
    | { rule: 'min' | 'max'; metric: string; limit: number; stat: 'p95' | null }
    | { rule: 'maxIncrease'; metric: string; limit: number }
    | { rule: 'mustPass'; metric: string; cases: string; evenIfBaselineFails: boolean }
  );

/** A limit at the end of the range can never be proven of a mean, so it is a rule on every output; so is one on amounts. */
export function isRule(gate: Extract<Gate, { rule: 'min' | 'max' }>, metric: MetricDefinition): boolean {
  if (gate.stat !== null) return false;
  if (metric.range === null) return true;
  return gate.rule === 'min' ? gate.limit >= metric.range[1] : gate.limit <= metric.range[0];
}

/**
 * The names of the gates that decide now and only reported then, or the other way round, by what came of a calibration; null
 * where anything else of the gates changed.
 */
export function recalibratedGates(then: readonly Gate[] | undefined, now: readonly Gate[]): string[] | null {
  const content = (gates: readonly Gate[]) =>
    canonicalJson(
      gates.map((gate) => (gate.requireCalibration === undefined ? gate : { ...gate, enforced: true })),
    );
  if (then === undefined || content(then) !== content(now)) return null;
  return now.flatMap(({ name, enforced }, index) => (then[index]?.enforced === enforced ? [] : [name]));
}
