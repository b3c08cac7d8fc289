import type { Case } from '../core/case.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { TrialRecord } from '../core/trial.ts';
import { renderPrompt } from '../prompts/render.ts';
import type { TrialPlan } from '../runner/plan-trials.ts';
import { scoreTrial } from '../runner/score-trial.ts';
import type { ReleaseRun } from './release-run.ts';
import { releasedTrials } from './release-trials.ts';

/** An evaluator may wait for something; so many answers wait at once. */
const scoredAtOnce = 32;

/**
 * The trials of a release run as the baseline of another run. With `evaluators` their answers are scored again, so
 * that nothing but the answers differs between then and now.
 */
export async function* takenTrials(
  release: ReleaseRun,
  plan: TrialPlan,
  evaluators: readonly Evaluator[] | null,
): AsyncGenerator<TrialRecord> {
  const cases = new Map(plan.cases.map((item) => [item.id, item]));
  const models = new Set(plan.pairings.map(({ candidate }) => candidate.id));
  let batch: Promise<TrialRecord>[] = [];
  for await (const record of releasedTrials(release)) {
    const testCase = cases.get(record.case);
    if (testCase === undefined || !models.has(record.model) || record.repeat >= plan.repeats) continue;
    const taken: TrialRecord = { ...record, arm: 'baseline', from: release.run.id };
    batch.push(
      evaluators ? scoredAgain(taken, testCase, plan.candidate.prompt, evaluators) : Promise.resolve(taken),
    );
    if (batch.length < scoredAtOnce) continue;
    yield* await Promise.all(batch);
    batch = [];
  }
  yield* await Promise.all(batch);
}

async function scoredAgain(
  record: TrialRecord,
  testCase: Case,
  prompt: PromptFile,
  evaluators: readonly Evaluator[],
): Promise<TrialRecord> {
  const { completion } = record;
  if (completion === undefined) return record;
  const { variables } = testCase;
  const messages = renderPrompt(prompt, variables);
  return {
    ...record,
    scores: await scoreTrial(evaluators, { case: testCase, variables, messages, completion }),
  };
}
