import type { Json } from '../../core/json.ts';
import type { PairRecord } from '../../core/pair.ts';
import type { TrialRecord } from '../../core/trial.ts';
import { caseMask } from '../mask.ts';
import { withPairs } from '../shared/pair-scores.ts';
import { maskTrial, maskVariables } from './mask-lines.ts';

/** What cases.jsonl has of a case, of that which a page keeps. */
export interface CaseTexts {
  variables?: Record<string, Json> | undefined;
  expected?: Json | undefined;
}

/**
 * A `CaseRow` as JSON. Where nothing is hidden the lines stand in it as they are: to read and write each again would take longer
 * than all else that a page needs.
 *
 * @param trials lines that hold a TrialRecord.
 * @param pairs lines that hold a PairRecord.
 * @param hidden names of the variables whose values stay hidden.
 */
export function rowJson(
  texts: CaseTexts,
  trials: readonly string[],
  pairs: readonly string[],
  hidden: ReadonlySet<string>,
): string {
  const { variables, expected } = texts;
  if (hidden.size === 0) return joined({ variables, expected }, trials, pairs);
  const mask = caseMask(variables, hidden);
  const judged: PairRecord[] = pairs.map((line) => JSON.parse(line));
  return JSON.stringify({
    variables: variables && maskVariables(variables, mask),
    expected: expected === undefined ? undefined : mask.json(expected),
    trials: trials.map((line) => {
      const trial: TrialRecord = JSON.parse(line);
      return maskTrial(withPairs(trial, judged), mask);
    }),
  });
}

function joined(texts: CaseTexts, trials: readonly string[], pairs: readonly string[]): string {
  const about = JSON.stringify(texts).slice(1, -1);
  const ofPairs = pairs.length === 0 ? '' : `,"pairs":[${pairs.join(',')}]`;
  return `{${about}${about === '' ? '' : ','}"trials":[${trials.join(',')}]${ofPairs}}`;
}
