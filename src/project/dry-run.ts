import type { ResolvedPrompt } from '../config/resolved-config.ts';
import type { Split } from '../core/case.ts';
import { mayStopEarly } from '../evaluation/early-stop.ts';
import { renderPrompt } from '../prompts/render.ts';
import type { PriceTable } from '../providers/prices.ts';
import { estimateTokens, expectedOutputTokens } from '../providers/token-estimate.ts';
import { lookCounts } from '../runner/case-order.ts';
import { pairModels } from '../runner/model-pairings.ts';
import { countPairs, lanesOf, type TrialPlan } from '../runner/plan-trials.ts';
import { resolveArms } from './arms.ts';
import { loadCases } from './cases.ts';
import { evaluationOf } from './evaluation.ts';
import type { EvaluationOptions } from './evaluation-options.ts';
import { type JudgeCalls, plannedJudgeCalls } from './judge-calls.ts';
import type { Project } from './open-project.ts';
import { priceTable } from './price-table.ts';

/** What a run would ask for; every amount in it is an estimate. */
export interface RunPlan {
  prompt: string;
  candidate: { version: number | null; digest: string };
  baseline: { version: number; digest: string } | null;
  /** Only of a drift run: the release run whose trials are taken over. */
  release?: string;
  cases: number;
  /** As run.json has it. */
  split?: Split;
  repeats: number;
  calls: number;
  /** After how many cases the run may end, where `stopEarly` is set; otherwise none. */
  looks: number[];
  models: {
    /** The variant's name in a sweep; `judge` of calls that evaluators make. */
    arm: string;
    model: string;
    calls: number;
    inputTokens: number;
    outputTokens: number;
    usd: number | null;
  }[];
  /** null where the price of a model is not known. */
  usd: number | null;
}

/** The calls that a run would make and about what they would cost; makes none. */
export async function planRun(
  project: Project,
  prompt: ResolvedPrompt,
  options: EvaluationOptions,
): Promise<RunPlan> {
  const { arms } = await resolveArms(project, prompt, options);
  const evaluation = evaluationOf(project, prompt, options);
  const chosen = await loadCases(project, prompt, arms, options, evaluation);
  const { cases, split } = chosen;
  const pairings = pairModels(evaluation.models, arms.baseline?.prompt ?? null, arms.candidate.prompt);
  const { repeats } = evaluation;
  const plan = planCalls(project, prompt, { ...arms, cases, pairings, repeats });
  const looks = mayStopEarly(evaluation, chosen, arms) ? lookCounts(cases.length) : [];
  return { ...plan, ...(split !== undefined && { split }), looks };
}

/** The calls of all trials of a plan, and about what they would cost. */
export function planCalls(
  project: Project,
  { name, evaluators }: Pick<ResolvedPrompt, 'name' | 'evaluators'>,
  plan: TrialPlan,
): RunPlan {
  const { baseline, candidate, cases, repeats } = plan;
  const prices = priceTable(project.config);
  const priced = (arm: string, calls: JudgeCalls) => ({ arm, ...calls, usd: priceOf(prices, calls) });
  const answers = lanesOf(plan).map(({ arm, settings }) => {
    const calls = cases.length * repeats;
    const texts = cases.map((item) =>
      renderPrompt(arm.prompt, item.variables)
        .map((message) => message.content)
        .join('\n'),
    );
    const inputTokens = texts.reduce((sum, text) => sum + estimateTokens(text), 0) * repeats;
    const outputTokens = calls * expectedOutputTokens(settings.parameters);
    const asked = priced(arm.variant ?? arm.name, {
      model: settings.model,
      calls,
      inputTokens,
      outputTokens,
    });
    return { ...asked, model: settings.id };
  });
  const judges = plannedJudgeCalls(evaluators, cases, {
    answers: {
      calls: answers.reduce((sum, { calls }) => sum + calls, 0),
      outputTokens: answers.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
    },
    pairs: countPairs(plan),
  });
  const models = [...answers, ...judges.map((calls) => priced('judge', calls))];
  return {
    prompt: name,
    candidate: { version: candidate.version, digest: candidate.digest },
    baseline: baseline?.version ? { version: baseline.version, digest: baseline.digest } : null,
    cases: cases.length,
    repeats,
    calls: models.reduce((sum, model) => sum + model.calls, 0),
    looks: [],
    models,
    usd: models.reduce<number | null>((sum, { usd }) => (sum === null || usd === null ? null : sum + usd), 0),
  };
}

/** Of calls of the usual size: long calls have prices of their own, and all together are no long call. */
function priceOf(
  prices: Pick<PriceTable, 'priceOf'>,
  { model, calls, inputTokens, outputTokens }: JudgeCalls,
): number | null {
  const each = Math.max(1, calls);
  const price = prices.priceOf(model, { inputTokens: inputTokens / each, outputTokens: outputTokens / each });
  return price === null ? null : price * calls;
}
