import type { ResolvedConfig, ResolvedPrompt } from '../../config/resolved-config.ts';
import { type Evaluator, modelsOf } from '../../core/evaluator.ts';
import type { Gate } from '../../core/gate.ts';
import type { Problem } from '../../core/problem.ts';
import type { JudgeCheck } from '../../core/run-file.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import { asksModels, evaluatorsBehind, isJudged } from '../../evaluation/evaluators-behind.ts';
import { type CalibrationState, calibrationWarning, heldBack } from '../../gates/calibration.ts';
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
      // People label one answer at a time; how far a judge of two can be relied on, its flips say.
      if (isPairwise(prompt.evaluators, gate.metric)) return null;
      const judged = isJudged(prompt.evaluators, gate.metric);
      if (!judged && gate.requireCalibration === undefined) return null;
      const state = await calibrationState(root, prompt, gate.metric);
      return calibrationWarning(gate, state, judged, prompt.name);
    }),
  );
  return warnings.filter((warning) => warning !== null);
}

/** The judges of a prompt, those behind its gates first, and how far they are known to agree with people now. */
export async function judgeChecks(root: string, prompt: ResolvedPrompt): Promise<JudgeCheck[]> {
  const { gates, evaluators } = prompt;
  const gated = new Set(gates.map(({ metric }) => metric));
  const measured = evaluators.flatMap(({ metrics }) => metrics.map(({ id }) => id));
  const judged = [...new Set([...gated, ...measured])].filter((metric) => asksModels(evaluators, metric));
  return Promise.all(judged.map((metric) => judgeCheck(root, prompt, metric, gated.has(metric))));
}

async function judgeCheck(
  root: string,
  { name, evaluators }: ResolvedPrompt,
  metric: string,
  isGated: boolean,
): Promise<JudgeCheck> {
  const behind = evaluatorsBehind(evaluators, metric);
  const [own] = behind;
  const digest = evaluatorsDigest(behind);
  const record = await readCalibration(root, name, metric);
  const current = record?.evaluator === digest ? record : null;
  // What an evaluator of several metrics asks is counted with the first of them.
  const isFirst = own?.metrics[0]?.id === metric;
  return {
    metric,
    kappaAtLeast: current?.kappa.atLeast ?? null,
    ...(!isGated && { gated: false }),
    ...(own && { evaluator: own.name, version: own.version }),
    digest,
    models: [...new Set(behind.flatMap(modelsOf))],
    asks: own && isFirst ? modelsOf(own).length : 0,
    ...(current && {
      calibration: {
        run: current.run,
        labelled: current.labelled,
        agreement: current.agreement,
        kappa: current.kappa.value,
        difference: current.difference,
      },
    }),
  };
}

function isPairwise(evaluators: readonly Evaluator[], metric: string): boolean {
  return evaluators.some(({ metrics }) => metrics.some(({ id, pairwise }) => id === metric && pairwise));
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
