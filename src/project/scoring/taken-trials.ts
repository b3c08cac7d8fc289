import type { Evaluator } from '../../core/evaluator.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { TrialPlan } from '../../runner/plan-trials.ts';
import { judgedAlike } from './judged-alike.ts';
import type { ReleaseRun } from './release-run.ts';
import { releasedTrials } from './release-trials.ts';
import { type StoredAnswer, scoreAnswers } from './score-answers.ts';

/**
 * The trials of a release run as the baseline of another run. With `evaluators` their answers are scored again, so
 * that nothing but the answers differs between then and now.
 */
export async function* takenTrials(
  release: ReleaseRun,
  plan: TrialPlan,
  evaluators: readonly Evaluator[] | null,
): AsyncGenerator<TrialRecord> {
  const taken = takenAnswers(release, plan);
  if (evaluators) yield* scoreAnswers(taken, evaluators, judgedAlike(release.run, evaluators));
  else for await (const { record } of taken) yield record;
}

async function* takenAnswers(release: ReleaseRun, plan: TrialPlan): AsyncGenerator<StoredAnswer> {
  const cases = new Map(plan.cases.map((item) => [item.id, item]));
  const models = new Set(plan.pairings.map(({ candidate }) => candidate.id));
  for await (const record of releasedTrials(release)) {
    const testCase = cases.get(record.case);
    if (testCase === undefined || !models.has(record.model) || record.repeat >= plan.repeats) continue;
    // What its judges cost was paid then.
    const { judge: _, ...answer } = record;
    const taken: TrialRecord = { ...answer, arm: 'baseline', from: release.run.id };
    yield { record: taken, case: testCase, prompt: plan.candidate.prompt };
  }
}
