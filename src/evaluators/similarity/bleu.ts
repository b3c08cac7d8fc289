import type { Evaluator } from '../../core/evaluator.ts';
import { checkOptions, type TextOptions, textOptionChecks } from '../options/options.ts';
import { comparableWords } from '../reading/words.ts';
import { countNgrams, mostOften, ngramsIn, overlapOf } from './ngrams.ts';
import { similarityEvaluator } from './similarity.ts';

export type BleuOptions = Pick<TextOptions, 'metric' | 'path' | 'extract'>;

const longestRun = 4;

/**
 * BLEU of Papineni et al. (2002) for one answer, 0 to 1, with runs of up to four words; smoothed by the NIST sequence,
 * "smoothing 3" of Chen & Cherry (2014), "A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU". Several
 * expected texts are several references. Words are compared in lower case. Made for corpora: on one short answer it is
 * coarse, and `rouge` or `levenshtein` say more.
 *
 * @throws InputError for options that can't be used.
 */
export function bleu(options: BleuOptions = {}): Evaluator {
  const { metric, path, extract } = textOptionChecks;
  checkOptions('bleu', options, { metric, path, extract });
  return similarityEvaluator({
    name: 'bleu',
    options: { ...options },
    likeness(answer, expected) {
      const references = expected.map(comparableWords).filter((words) => words.length > 0);
      return references.length === 0 ? undefined : sentenceBleu(comparableWords(answer), references);
    },
  });
}

/** Orders that the answer is too short for are left out; an answer without a shared word is 0. */
function sentenceBleu(words: readonly string[], references: readonly string[][]): number {
  const orders = Array.from({ length: Math.min(longestRun, words.length) }, (_, index) => index + 1);
  let empty = 0;
  let logarithms = 0;
  for (const n of orders) {
    const known = mostOften(references.map((reference) => countNgrams(reference, n)));
    const shared = overlapOf(countNgrams(words, n), known);
    if (n === 1 && shared === 0) return 0;
    // Smoothing 3: the k-th order without a shared run counts as 1/2^k of one.
    if (shared === 0) empty++;
    logarithms += Math.log((shared === 0 ? 2 ** -empty : shared) / ngramsIn(words, n));
  }
  if (orders.length === 0) return 0;
  return brevityPenalty(words.length, references) * Math.exp(logarithms / orders.length);
}

/** Against the reference whose length is nearest; of two that are as near, the shorter one. */
function brevityPenalty(length: number, references: readonly string[][]): number {
  const lengths = references.map((reference) => reference.length).sort((a, b) => a - b);
  const nearest = lengths.reduce((best, other) =>
    Math.abs(other - length) < Math.abs(best - length) ? other : best,
  );
  return length >= nearest ? 1 : Math.exp(1 - nearest / length);
}
