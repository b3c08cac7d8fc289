import type { Json } from '../../core/json.ts';
import { caseMask } from '../mask.ts';
import { maskPair, maskTrial, maskVariables } from './mask-lines.ts';

/** What cases.jsonl has of a case, of that which a page keeps. */
export interface CaseTexts {
  variables?: Record<string, Json> | undefined;
  expected?: Json | undefined;
}

/**
 * A `CaseRow` as JSON. The lines stand in it as they are: to read and write each again would take longer than all else that a page
 * needs.
 *
 * @param trials lines that hold a TrialRecord.
 * @param pairs lines that hold a PairRecord.
 * @param hidden names of the variables whose values stay hidden.
 */
export function rowJson(
  { variables, expected }: CaseTexts,
  trials: readonly string[],
  pairs: readonly string[],
  hidden: ReadonlySet<string>,
): string {
  if (hidden.size === 0) return joined({ variables, expected }, trials, pairs);
  const mask = caseMask(variables, hidden);
  return joined(
    {
      variables: variables && maskVariables(variables, mask),
      expected: expected === undefined ? undefined : mask.json(expected),
    },
    trials.map((line) => JSON.stringify(maskTrial(JSON.parse(line), mask))),
    pairs.map((line) => JSON.stringify(maskPair(JSON.parse(line), mask))),
  );
}

function joined(texts: CaseTexts, trials: readonly string[], pairs: readonly string[]): string {
  const about = JSON.stringify(texts).slice(1, -1);
  const ofPairs = pairs.length === 0 ? '' : `,"pairs":[${pairs.join(',')}]`;
  return `{${about}${about === '' ? '' : ','}"trials":[${trials.join(',')}]${ofPairs}}`;
}
