import { isDeepStrictEqual } from 'node:util';
import { deepFreeze } from '../core/deep-freeze.ts';
import type { Evaluator } from '../core/evaluator.ts';
import { excerpt } from '../core/text.ts';
import { evaluatorProblems } from '../evaluators/options/define-evaluator.ts';
import { ContractError } from './contract-error.ts';
import { awkwardAnswers, contextOf, type EvaluatorCase } from './evaluator-case.ts';
import { pairFlaws } from './pair-flaws.ts';
import { scoreFlaws } from './score-flaws.ts';
import { type Attempt, tryEvaluator } from './try-evaluator.ts';

export interface EvaluatorCheckOptions {
  /** false for an evaluator that may score the same answer differently, such as a judge; default true. */
  deterministic?: boolean;
  /** How long it may take to stop once its signal is aborted, in milliseconds; default 1,000. */
  stopsWithinMs?: number;
}

/**
 * Holds an evaluator to its contract: its shape; finite values within their ranges; a score for every metric that it
 * declares and for no other; scores that JSON can hold; the same answer, the same score; a context that is left as it was; an
 * end within its time, and soon after its signal is aborted. It stops at the first case for which the evaluator hangs. It may be
 * used under any test runner, or none.
 *
 * @throws ContractError with everything that is wrong.
 */
export async function checkEvaluator(
  evaluator: Evaluator,
  cases: readonly EvaluatorCase[] = awkwardAnswers('billing'),
  options: EvaluatorCheckOptions = {},
): Promise<void> {
  const problems = evaluatorProblems(evaluator).map(({ field, message }) => `${field} ${message}`);
  if (problems.length > 0) throw new ContractError('This evaluator', problems);
  if (cases.length === 0) throw new ContractError(evaluator.name, ['there is no case to try it on']);
  const textless = cases.findIndex(({ text }) => typeof text !== 'string');
  if (textless >= 0)
    throw new ContractError(evaluator.name, [`case ${textless + 1} has no text, the answer that is scored`]);
  // A run never has one that compares score an answer alone.
  const scoredAlone = evaluator.compare === undefined ? cases : [];
  for (const [index, testCase] of scoredAlone.entries()) {
    const { flaws, hung } = await caseFlaws(evaluator, testCase, options);
    const place = `case ${index + 1} ("${excerpt(testCase.text, 30)}")`;
    problems.push(...flaws.map((flaw) => `${place}: ${flaw}`));
    // It would hang for each of them, and the test runner's own time would be up before this was said.
    if (hung && index + 1 < cases.length) problems.push('the cases after it were not tried');
    if (hung) throw new ContractError(evaluator.name, problems);
  }
  problems.push(...(await pairFlaws(evaluator, cases, options.deterministic ?? true)));
  if (problems.length > 0) throw new ContractError(evaluator.name, problems);
}

interface CaseFlaws {
  flaws: string[];
  hung: boolean;
}

async function caseFlaws(
  evaluator: Evaluator,
  testCase: EvaluatorCase,
  { deterministic = true, stopsWithinMs = 1_000 }: EvaluatorCheckOptions,
): Promise<CaseFlaws> {
  const limitMs = evaluator.timeoutMs ?? 30_000;
  const context = contextOf(testCase);
  const first = await tryEvaluator(evaluator, context, limitMs);
  const flaws = attemptFlaws(evaluator, first);
  if (first.ended === 'hung') {
    return { flaws: [...flaws, ...(await abortFlaws(evaluator, testCase, stopsWithinMs))], hung: true };
  }
  const { signal: _, ...seen } = context;
  const { signal: __, ...before } = contextOf(testCase);
  if (!isDeepStrictEqual(seen, before)) return { flaws: [...flaws, 'it changed its context'], hung: false };
  if (flaws.length > 0) return { flaws, hung: false };
  // As a run shows it: frozen.
  const { signal, ...shown } = contextOf(testCase);
  const second = await tryEvaluator(evaluator, { ...deepFreeze(shown), signal }, limitMs);
  const again = attemptFlaws(evaluator, second);
  if (again.length > 0) {
    return { flaws: again.map((flaw) => `the second time ${flaw}`), hung: second.ended === 'hung' };
  }
  const isSame = isDeepStrictEqual(first, second);
  const deaf = await abortFlaws(evaluator, testCase, stopsWithinMs);
  return {
    flaws: [
      ...(deterministic && !isSame ? ['it scored the same answer differently the second time'] : []),
      ...deaf,
    ],
    hung: deaf.length > 0,
  };
}

function attemptFlaws(evaluator: Evaluator, attempt: Attempt): string[] {
  if (attempt.ended === 'hung') return [`it gave no score within ${attempt.afterMs} ms`];
  if (attempt.ended === 'returned') return scoreFlaws(evaluator, attempt.value);
  const { error } = attempt;
  return [`it threw ${error instanceof Error ? error.message : String(error)}`];
}

/** Once its signal is aborted it may return or throw whatever it likes, but it must come to an end. */
async function abortFlaws(
  evaluator: Evaluator,
  testCase: EvaluatorCase,
  stopsWithinMs: number,
): Promise<string[]> {
  const controller = new AbortController();
  const running = tryEvaluator(evaluator, contextOf(testCase, controller.signal), stopsWithinMs);
  controller.abort(new Error('the time is up'));
  const { ended } = await running;
  return ended === 'hung'
    ? [`it went on for more than ${stopsWithinMs} ms after its signal was aborted`]
    : [];
}
