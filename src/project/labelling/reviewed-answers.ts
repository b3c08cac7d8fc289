import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { subjectOfReview } from '../../core/answer-review.ts';
import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { Gate } from '../../core/gate.ts';
import type { RunFile } from '../../core/run-file.ts';
import { suggestion } from '../../core/suggest.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import { evaluatorsBehind } from '../../evaluation/evaluators-behind.ts';
import { shuffled } from '../../runner/case-order.ts';
import type { Project } from '../opening/open-project.ts';
import type { StoredRun } from '../runs/runs.ts';
import { armsOf } from '../scoring/decide-again.ts';
import { answersOfSource, readSourceCases } from '../scoring/stored-source.ts';
import type { AskedAnswer } from './label-items.ts';

/** An answer that people review: once, however many trials gave it. */
export interface ReviewedAnswer extends AskedAnswer {
  subject: string;
  /** The digests of the prompts that gave it. */
  prompts: string[];
}

/**
 * What people are to say of a run: of every answer, or of those alone that gates ask about. In an order that says nothing of
 * where an answer is from.
 *
 * @throws InputError where the run asked other questions than the config does now, or is not as it was stored.
 */
export async function reviewedAnswers(
  project: Project,
  prompt: ResolvedPrompt,
  { stored, run }: { stored: StoredRun; run: RunFile },
  evaluator: Evaluator,
): Promise<ReviewedAnswer[]> {
  if (run.digests.evaluators !== evaluatorsDigest(prompt.evaluators)) {
    throw new InputError({
      message: `run ${run.id} was scored by other evaluators than those that the config has now`,
      hint: `What people say would be about another question. Make a new run: prompteval run ${prompt.name}`,
    });
  }
  const cases = await readSourceCases(project, stored, run);
  const arms = armsOf(run);
  const isAsked = askedCases(prompt, evaluator);
  const answers = new Map<string, ReviewedAnswer>();
  for await (const { record, case: testCase } of answersOfSource(stored, run, { ...arms, cases })) {
    const { completion, arm } = record;
    const digest = arms[arm]?.digest;
    if (completion === undefined || digest === undefined || !isAsked(testCase)) continue;
    const subject = subjectOfReview(evaluator, testCase, completion);
    const known = answers.get(subject);
    const prompts = [...new Set([...(known?.prompts ?? []), digest])];
    const id = subject.replace('sha256:', '').slice(0, 16);
    answers.set(subject, { id, subject, case: testCase.id, text: completion.text, prompts });
  }
  return shuffled([...answers.values()], `${run.id}\n${evaluator.metrics[0]?.id}`);
}

/** Where every gate on people's word is about some cases alone, nobody need look at the others. */
function askedCases({ gates, evaluators }: ResolvedPrompt, evaluator: Evaluator) {
  const asking = gates.filter(({ metric }) => evaluatorsBehind(evaluators, metric).includes(evaluator));
  return (item: { tags: string[]; critical: boolean }): boolean =>
    asking.length === 0 || asking.some((gate) => isAbout(gate, item));
}

function isAbout(gate: Gate, { tags, critical }: { tags: string[]; critical: boolean }): boolean {
  if (gate.rule === 'mustPass') return gate.cases === 'critical' ? critical : tags.includes(gate.cases);
  return gate.slice === null || tags.includes(gate.slice);
}

/** Those whose scores people give. @throws InputError where there is none, or none of that name. */
export function reviewersOf({ name, evaluators }: ResolvedPrompt, metric?: string): Evaluator[] {
  const reviewers = evaluators.filter(({ byPeople }) => byPeople);
  if (reviewers.length === 0) {
    throw new InputError({
      message: `no evaluator of ${name} asks people`,
      hint: 'Add humanReview({ question: "…" }) to its evaluators, and a gate on it',
    });
  }
  if (metric === undefined) return reviewers;
  const found = reviewers.filter(({ metrics }) => metrics.some(({ id }) => id === metric));
  if (found.length > 0) return found;
  const known = reviewers.flatMap(({ metrics }) => metrics.map(({ id }) => id));
  const hint = suggestion(metric, known);
  throw new InputError({
    field: '--metric',
    message: `people are not asked for "${metric}"`,
    ...(hint && { hint }),
  });
}
