import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/core/gate.ts';
import { formatProblem } from '../../src/core/problem.ts';
import { type CalibrationState, calibrationWarning, heldBack } from '../../src/gates/calibration.ts';

const gate: Gate = {
  name: 'tone',
  rule: 'noWorseThan',
  metric: 'tone',
  margin: { kind: 'absolute', value: 0.1 },
  enforced: true,
  confidence: 0.95,
  models: null,
  slice: null,
};
const asking: Gate = { ...gate, requireCalibration: 0.6 };
const never: CalibrationState = { kind: 'never' };
const outdated: CalibrationState = { kind: 'outdated' };
const calibrated = (kappaAtLeast: number): CalibrationState => ({
  kind: 'calibrated',
  kappaAtLeast,
  labelled: 50,
});

describe('a gate that asks for a calibration', () => {
  it.each<[string, Gate, CalibrationState, boolean]>([
    ['never calibrated', asking, never, false],
    ['calibrated as another evaluator', asking, outdated, false],
    ['short of its floor', asking, calibrated(0.59), false],
    ['at its floor', asking, calibrated(0.6), true],
    ['that asks for none', gate, never, true],
    ['that only reports anyway', { ...asking, enforced: false }, calibrated(0.9), false],
  ])('%s', (_, given, state, enforced) => {
    expect(heldBack(given, state).enforced).toBe(enforced);
  });
});

describe('a gate that rests on a judge says so', () => {
  const hint = 'Label some: prompteval calibrate triage --metric tone';

  it.each<[Gate, CalibrationState, boolean, string | null]>([
    [
      gate,
      never,
      true,
      `gate "tone": it goes by a model's judgement, and tone was never checked against people. ${hint}`,
    ],
    [
      gate,
      outdated,
      true,
      `gate "tone": it goes by a model's judgement, and tone was checked against people with another evaluator than now. ${hint}`,
    ],
    [gate, calibrated(0.1), true, null],
    [gate, never, false, null],
    [{ ...gate, enforced: false }, never, true, null],
    [
      heldBack(asking, calibrated(0.41234)),
      calibrated(0.41234),
      true,
      `gate "tone" requireCalibration: it reports without deciding, because tone agrees with people on 50 answers with a kappa of at least 0.412 and it asks for a kappa of at least 0.6. ${hint}, and make a new run`,
    ],
    [asking, calibrated(0.6), true, null],
    [
      heldBack(asking, never),
      never,
      false,
      `gate "tone" requireCalibration: it reports without deciding, because tone was never checked against people and it asks for a kappa of at least 0.6. ${hint}, and make a new run`,
    ],
  ])('%#', (given, state, isJudged, words) => {
    const warning = calibrationWarning(given, state, isJudged, 'triage');
    expect(warning && formatProblem(warning)).toBe(words);
  });
});
