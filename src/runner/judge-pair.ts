import type { Evaluator } from '../core/evaluator.ts';
import type { PairRecord } from '../core/pair.ts';
import type { Judge } from './judge.ts';
import { type AnsweredPair, scorePair } from './score-pair.ts';

/**
 * Has two answers compared.
 *
 * @throws the judge's `fatal`; the signal's reason where the run was stopped: what a judge did not say then is no missing score.
 */
export async function judgePair(
  pair: AnsweredPair,
  { evaluators, signal }: { evaluators: readonly Evaluator[]; signal: AbortSignal },
  judge: Judge,
): Promise<{ record: PairRecord; keep: () => Promise<void> }> {
  const scores = await scorePair(evaluators, pair, (evaluator, until) => judge.askFor(evaluator, until));
  if (judge.fatal) throw judge.fatal;
  signal.throwIfAborted();
  const { row } = pair;
  const place = {
    pair: pair.pair,
    ...(row !== undefined && { row }),
    case: pair.case.id,
    repeat: pair.repeat,
  };
  const record = { ...place, scores, ...(judge.record && { judge: judge.record }) };
  return { record, keep: () => judge.keep(scores) };
}
