import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { type CacheMode, readsCache } from '../../core/cache-mode.ts';
import type { Split } from '../../core/case.ts';
import type { PlannedTrial } from '../../core/trial.ts';
import { mayStopEarly } from '../../evaluation/early-stop.ts';
import { liveCases } from '../../evaluation/measure.ts';
import { askedAllWarnings } from '../../evaluation/warnings.ts';
import { renderPrompt } from '../../prompts/render.ts';
import type { PriceTable } from '../../providers/prices.ts';
import { estimateTokens, expectedOutputTokens } from '../../providers/token-estimate.ts';
import { lookCounts } from '../../runner/case-order.ts';
import { pairModels } from '../../runner/model-pairings.ts';
import { countPairs, lanesOf, type TrialPlan } from '../../runner/plan-trials.ts';
import { loadCases } from '../cases/cases.ts';
import { cacheSettings } from '../models/cache-settings.ts';
import { findCached } from '../models/cached-trials.ts';
import { type JudgeCalls, plannedJudgeCalls } from '../models/judge-calls.ts';
import { priceTable } from '../models/price-table.ts';
import type { Project } from '../opening/open-project.ts';
import { resolveArms } from '../prompts/arms.ts';
import type { EvaluationOptions } from '../runs/evaluation-options.ts';
import { evaluationOf } from './evaluation.ts';

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
  /** Those that would be made. */
  calls: number;
  /** Further trials, whose answers the cache has; absent where it is not asked, null where nobody can tell without a key. */
  cached?: number | null;
  /** Why the cache spares nothing, where it is on. */
  warnings?: string[];
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
  const trials = { ...arms, cases, pairings, repeats };
  const cached = await cachedTrials(project, { evaluation, arms, chosen }, trials, options.policyFrom);
  const plan = planCalls(project, prompt, trials, cached);
  const looks = mayStopEarly(evaluation, chosen, arms) ? lookCounts(cases.length) : [];
  const warnings = askedAllWarnings({ evaluation, arms, chosen });
  return {
    ...plan,
    ...(split !== undefined && { split }),
    ...(warnings.length > 0 && { warnings }),
    looks,
  };
}

/** undefined where no answer is taken from the cache; null where nobody can tell which. */
async function cachedTrials(
  project: Project,
  subject: Parameters<typeof liveCases>[0],
  trials: TrialPlan,
  judgedBy: string | undefined,
): Promise<IsCached | null | undefined> {
  const live = new Set(liveCases(subject).map(({ id }) => id));
  return keptAnswers(project, subject.evaluation.cache, trials, live, judgedBy);
}

/** Of trials whose cases are not `live`; undefined where no answer is taken from the cache, null where nobody can tell which. */
export async function keptAnswers(
  project: Project,
  mode: CacheMode,
  trials: TrialPlan,
  live: ReadonlySet<string>,
  judgedBy?: string,
): Promise<IsCached | null | undefined> {
  if (!readsCache(mode)) return undefined;
  return findCached(project, await cacheSettings(project, mode, judgedBy), trials, live);
}

type IsCached = (trial: PlannedTrial) => boolean;

/** The calls of all trials of a plan, and about what they would cost. */
export function planCalls(
  project: Project,
  { name, evaluators }: Pick<ResolvedPrompt, 'name' | 'evaluators'>,
  plan: TrialPlan,
  isCached?: IsCached | null,
): RunPlan {
  const { baseline, candidate, cases, repeats } = plan;
  let cached = 0;
  let answerTokens = 0;
  const prices = priceTable(project.config);
  const priced = (arm: string, calls: JudgeCalls) => ({ arm, ...calls, usd: priceOf(prices, calls) });
  const answers = lanesOf(plan).map(({ arm, settings }) => {
    const asked = cases.map((item) => {
      const places = Array.from({ length: repeats }, (_, repeat) => ({ arm, settings, case: item, repeat }));
      return isCached ? places.filter((trial) => !isCached(trial)).length : repeats;
    });
    const calls = asked.reduce((sum, count) => sum + count, 0);
    cached += cases.length * repeats - calls;
    const tokens = cases.map((item, index) => {
      const messages = renderPrompt(arm.prompt, item.variables);
      const text = messages.map((message) => message.content).join('\n');
      return asked[index] === 0 ? 0 : estimateTokens(text) * (asked[index] ?? 0);
    });
    const inputTokens = tokens.reduce((sum, count) => sum + count, 0);
    const expected = expectedOutputTokens(settings.parameters);
    const outputTokens = calls * expected;
    answerTokens += cases.length * repeats * expected;
    const lane = priced(arm.variant ?? arm.name, {
      model: settings.model,
      calls,
      inputTokens,
      outputTokens,
    });
    return { ...lane, model: settings.id };
  });
  const judges = plannedJudgeCalls(evaluators, cases, {
    answers: {
      // Whoever answered, each answer is judged.
      calls: cached + answers.reduce((sum, { calls }) => sum + calls, 0),
      outputTokens: answerTokens,
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
    ...(isCached !== undefined && { cached: isCached === null ? null : cached }),
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
