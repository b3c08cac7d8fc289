import type { Case } from '../../core/case.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { PromptFile } from '../../core/prompt.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { renderPrompt } from '../../prompts/render.ts';
import { scoreTrial } from '../../runner/score-trial.ts';

/** A trial of another run, with what was asked. */
export interface StoredAnswer {
  record: TrialRecord;
  case: Case;
  prompt: PromptFile;
}

/** An evaluator may wait for something; so many answers wait at once. */
const scoredAtOnce = 32;

/**
 * Scores answers again, in their order. A trial without an answer stays as it is.
 *
 * @param alike metrics whose scores stand, because what measures them is what it was
 */
export async function* scoreAnswers(
  answers: AsyncIterable<StoredAnswer>,
  evaluators: readonly Evaluator[],
  alike: ReadonlySet<string>,
): AsyncGenerator<TrialRecord> {
  let batch: Promise<TrialRecord>[] = [];
  for await (const answer of answers) {
    batch.push(scoreAgain(answer, evaluators, alike));
    if (batch.length < scoredAtOnce) continue;
    yield* await Promise.all(batch);
    batch = [];
  }
  yield* await Promise.all(batch);
}

async function scoreAgain(
  { record, case: testCase, prompt }: StoredAnswer,
  evaluators: readonly Evaluator[],
  alike: ReadonlySet<string>,
): Promise<TrialRecord> {
  const { completion } = record;
  if (completion === undefined) return record;
  const { variables } = testCase;
  const messages = renderPrompt(prompt, variables);
  const context = { case: testCase, variables, messages, completion };
  const known = record.scores.filter(({ metric }) => alike.has(metric));
  return { ...record, scores: await scoreTrial(evaluators, context, undefined, known) };
}
