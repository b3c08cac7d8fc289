import { printable } from '../../core/text.ts';
import type { CaseBlock, CaseDetail, TextIndex } from '../shared/case-detail.ts';

/**
 * The rows of a block, by their place in it, of which every word stands in the input, the expectation, an answer or a reason.
 *
 * @param words in lower case.
 */
export function searchBlock({ texts, rows }: CaseBlock, words: readonly string[]): number[] {
  const shown = texts.map((text) => printable(text).toLowerCase());
  const holders = words.map(
    (word) => new Set(shown.flatMap((text, place) => (text.includes(word) ? [place] : []))),
  );
  return rows.flatMap((row, place) => {
    if (row === null) return [];
    const own = textsOf(row);
    return holders.every((holding) => own.some((text) => holding.has(text))) ? [place] : [];
  });
}

function textsOf({ variables, expected, trials }: CaseDetail): TextIndex[] {
  const found = [...variables, ...(expected ? [expected] : [])].map((value) => value.text);
  for (const { completion, failure, scores } of trials) {
    if (completion) found.push(completion.text);
    if (failure) found.push(failure.message);
    for (const score of scores) {
      const reason = 'unscored' in score ? score.unscored : score.reason;
      if (reason !== undefined) found.push(reason);
    }
  }
  return found;
}
