import { formatNumber } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import type { Problem } from '../core/problem.ts';

/** What is known of how far the scores behind a gate agree with people. */
export type CalibrationState =
  | { kind: 'never' }
  /** Another evaluator was calibrated: one with another wording, model or scale. */
  | { kind: 'outdated' }
  | { kind: 'calibrated'; kappaAtLeast: number; labelled: number };

/** A gate that asks for a calibration reports without deciding until kappa's lower bound reaches its floor. */
export function heldBack(gate: Gate, state: CalibrationState): Gate {
  const { requireCalibration: floor } = gate;
  return floor === undefined || reaches(state, floor) ? gate : { ...gate, enforced: false };
}

/** What a reader should know of a gate that rests on a judge; null where there is nothing to say. */
export function calibrationWarning(
  gate: Gate,
  state: CalibrationState,
  isJudged: boolean,
  prompt: string,
): Problem | null {
  const { requireCalibration: floor, name, metric, enforced } = gate;
  const label = `Label some: prompteval calibrate ${prompt} --metric ${metric}`;
  if (floor !== undefined && !reaches(state, floor)) {
    const message = `it reports without deciding, because ${lack(metric, state)} and it asks for a kappa of at least ${formatNumber(floor)}`;
    return { field: `gate "${name}" requireCalibration`, message, hint: `${label}, and make a new run` };
  }
  if (!isJudged || !enforced || state.kind === 'calibrated') return null;
  return {
    field: `gate "${name}"`,
    message: `it goes by a model's judgement, and ${lack(metric, state)}`,
    hint: label,
  };
}

function reaches(state: CalibrationState, floor: number): boolean {
  return state.kind === 'calibrated' && state.kappaAtLeast >= floor;
}

function lack(metric: string, state: CalibrationState): string {
  switch (state.kind) {
    case 'never':
      return `${metric} was never checked against people`;
    case 'outdated':
      return `${metric} was checked against people with another evaluator than now`;
    case 'calibrated':
      return `${metric} agrees with people on ${state.labelled} answers with a kappa of at least ${formatNumber(Math.round(state.kappaAtLeast * 1000) / 1000)}`;
  }
}
