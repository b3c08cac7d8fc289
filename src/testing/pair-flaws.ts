import { isDeepStrictEqual } from 'node:util';
import type { Evaluator } from '../core/evaluator.ts';
import type { PairScore } from '../core/pair.ts';
import { excerpt } from '../core/text.ts';
import { type AnsweredPair, scorePair } from '../runner/score-pair.ts';
import { contextOf, type EvaluatorCase } from './evaluator-case.ts';

/**
 * What is wrong with how an evaluator compares each answer with the next one: that it fails or returns no preference, prefers by
 * the place of an answer, or (where it is deterministic) says something else the second time.
 */
export async function pairFlaws(
  evaluator: Evaluator,
  cases: readonly EvaluatorCase[],
  deterministic: boolean,
): Promise<string[]> {
  if (evaluator.compare === undefined) return [];
  for (const [index, one] of cases.entries()) {
    const other = cases[(index + 1) % cases.length] ?? one;
    const flaw = await pairFlaw(evaluator, one, other, deterministic);
    const place = `"${excerpt(one.text, 30)}" beside "${excerpt(other.text, 30)}"`;
    // One that hangs would hang for each of them.
    if (flaw !== undefined) return [`${place}: ${flaw}`];
  }
  return [];
}

async function pairFlaw(
  evaluator: Evaluator,
  one: EvaluatorCase,
  other: EvaluatorCase,
  deterministic: boolean,
): Promise<string | undefined> {
  const pair = pairOf(one, other);
  const scores = await scorePair([evaluator], pair);
  const broken = scores.find((score) => 'unscored' in score && isFailure(evaluator, score.unscored));
  if (broken && 'unscored' in broken) return broken.unscored;
  if (!deterministic) return undefined;
  if (!isDeepStrictEqual(await scorePair([evaluator], pair), scores)) {
    return 'it compared the same answers differently the second time';
  }
  const turned = await scorePair([evaluator], pairOf(one, other, true));
  const isMirrored = scores.every((score, index) => mirrors(score, turned[index]));
  return isMirrored ? undefined : 'it prefers by the place of an answer, not by what it says';
}

/** What a run says of it, and not the evaluator itself. */
function isFailure({ name }: Evaluator, reason: string): boolean {
  return reason.startsWith(`${name} failed: `) || reason.startsWith('it returned neither ');
}

function mirrors(score: PairScore, turned: PairScore | undefined): boolean {
  if (turned === undefined || 'unscored' in score || 'unscored' in turned) return true;
  return score.value === 1 - turned.value;
}

/** Both about the case of the first, which may have been answered either way. */
function pairOf(one: EvaluatorCase, other: EvaluatorCase, isTurned = false): AnsweredPair {
  const { case: testCase, completion } = contextOf(one);
  const { completion: second } = contextOf(other);
  const [baseline, candidate] = isTurned ? [second, completion] : [completion, second];
  return { pair: 'model', case: testCase, repeat: 0, baseline, candidate };
}
