import type { ResolvedConfig, ResolvedPrompt } from '../config/resolved-config.ts';
import type { Gate } from '../core/gate.ts';
import type { Problem } from '../core/problem.ts';
import type { JudgeCheck } from '../core/run-file.ts';
import { evaluatorsDigest } from '../evaluation/digests.ts';
import { evaluatorsBehind, isJudged } from '../evaluation/evaluators-behind.ts';
import { type CalibrationState, calibrationWarning, heldBack } from '../gates/calibration.ts';
import { readCalibration } from './calibration-records.ts';

/** A config whose gates decide only as far as their calibrations allow. */
export async function withCalibrations(config: ResolvedConfig): Promise<ResolvedConfig> {
  const prompts = await Promise.all(
    [...config.prompts].map(async ([name, prompt]) => {
      const gates = await Promise.all(prompt.gates.map((gate) => calibratedGate(config.root, prompt, gate)));
      return [name, { ...prompt, gates }] as const;
    }),
  );
  return { ...config, prompts: new Map(prompts) };
}

async function calibratedGate(root: string, prompt: ResolvedPrompt, gate: Gate): Promise<Gate> {
  if (gate.requireCalibration === undefined) return gate;
  return heldBack(gate, await calibrationState(root, prompt, gate.metric));
}

/** Of the gates that rest on a judge: who checked it. */
export async function calibrationWarnings(root: string, prompt: ResolvedPrompt): Promise<Problem[]> {
  const warnings = await Promise.all(
    prompt.gates.map(async (gate) => {
      const judged = isJudged(prompt.evaluators, gate.metric);
      if (!judged && gate.requireCalibration === undefined) return null;
      const state = await calibrationState(root, prompt, gate.metric);
      return calibrationWarning(gate, state, judged, prompt.name);
    }),
  );
  return warnings.filter((warning) => warning !== null);
}

/** How far the judges behind the gates of a prompt are known to agree with people now. */
export async function judgeChecks(root: string, prompt: ResolvedPrompt): Promise<JudgeCheck[]> {
  const metrics = [...new Set(prompt.gates.map(({ metric }) => metric))];
  const judged = metrics.filter((metric) => isJudged(prompt.evaluators, metric));
  return Promise.all(
    judged.map(async (metric) => {
      const state = await calibrationState(root, prompt, metric);
      return { metric, kappaAtLeast: state.kind === 'calibrated' ? state.kappaAtLeast : null };
    }),
  );
}

async function calibrationState(
  root: string,
  { name, evaluators }: ResolvedPrompt,
  metric: string,
): Promise<CalibrationState> {
  const record = await readCalibration(root, name, metric);
  if (record === null) return { kind: 'never' };
  if (record.evaluator !== evaluatorsDigest(evaluatorsBehind(evaluators, metric)))
    return { kind: 'outdated' };
  return { kind: 'calibrated', kappaAtLeast: record.kappa.atLeast, labelled: record.labelled };
}
