import { printable } from '../../core/text.ts';
import type { CaseBlock, CaseDetail } from '../shared/case-detail.ts';
import { caseDetail } from './case-detail.ts';
import { reasonOf } from './trial-words.ts';

/**
 * The rows of a block, by their place in it, of which every word stands in the input, the expectation, an answer or a reason.
 *
 * @param words in lower case.
 */
export function searchBlock(block: CaseBlock, words: readonly string[]): number[] {
  return block.flatMap((row, place) => {
    if (row === null) return [];
    const shown = textsOf(caseDetail(row)).map((text) => printable(text).toLowerCase());
    return words.every((word) => shown.some((text) => text.includes(word))) ? [place] : [];
  });
}

function textsOf({ variables, expected, trials }: CaseDetail): string[] {
  return [
    ...[...variables, ...expected].map((value) => value.text),
    ...trials.flatMap(({ completion, failure, scores }) => [
      completion?.text ?? '',
      failure?.message ?? '',
      ...scores.map(reasonOf),
    ]),
  ];
}
