import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { isReviewed } from '../../evaluation/evaluators-behind.ts';
import { prepareEvaluators } from '../../evaluation/prepare-evaluators.ts';
import type { Project } from '../opening/open-project.ts';
import { outputSchemaOf } from '../prompts/arm-interface.ts';
import { armsOf } from '../scoring/decide-again.ts';
import { type OpenReviews, openReviews } from '../scoring/open-reviews.ts';
import { scoreAnswers } from '../scoring/score-answers.ts';
import { answersOfSource, readSourceCases } from '../scoring/stored-source.ts';

export interface RunReviews {
  /** With all that is asked for about the run's answers. */
  reviews: OpenReviews;
  /** Whether every score is as people's word makes it. */
  isSame: boolean;
}

/** What people say by now of the answers of a run, set against the scores that it has. */
export async function reviewsOfRun(
  project: Project,
  prompt: ResolvedPrompt,
  { run, folder }: { run: RunFile; folder: string },
): Promise<RunReviews> {
  const reviews = openReviews(project.store, prompt.name, run.id);
  const arms = armsOf(run);
  const evaluators = prepareEvaluators(prompt.evaluators, outputSchemaOf(arms), reviews.find);
  const cases = await readSourceCases(project, { id: run.id, path: folder }, run);
  const before: TrialRecord['scores'][] = [];
  const answers = noting(answersOfSource({ path: folder }, run, { ...arms, cases }), ({ record }) => {
    before.push(record.scores);
  });
  let isSame = true;
  for await (const { scores } of scoreAnswers(answers, evaluators, unreviewedMetrics(evaluators))) {
    if (JSON.stringify(scores) !== JSON.stringify(before.shift())) isSame = false;
  }
  return { reviews, isSame: isSame && reviews.used()?.digest === run.reviews?.digest };
}

/** The metrics into which nobody's word goes: what was said of an answer then, stands. */
export function unreviewedMetrics(evaluators: readonly Evaluator[]): ReadonlySet<string> {
  const ids = evaluators.flatMap(({ metrics }) => metrics.map(({ id }) => id));
  return new Set(ids.filter((id) => !isReviewed(evaluators, id)));
}

async function* noting<Item>(items: AsyncIterable<Item>, note: (item: Item) => void): AsyncGenerator<Item> {
  for await (const item of items) {
    note(item);
    yield item;
  }
}
