import type { Evaluator } from '../../core/evaluator.ts';
import { choiceFlaw } from '../options/metric-problems.ts';
import { checkOptions, type TextOptions, textOptionChecks } from '../options/options.ts';
import { TooLong } from '../reading/too-long.ts';
import { comparableWords } from '../reading/words.ts';
import { countNgrams, ngramsIn, overlapOf } from './ngrams.ts';
import { best, similarityEvaluator } from './similarity.ts';

const variants = ['rouge1', 'rouge2', 'rougeL'] as const;
const measures = ['f1', 'recall', 'precision'] as const;

/** Words of one text times those of the other: about a second. */
const mostPairs = 300_000_000;

export interface RougeOptions extends Pick<TextOptions, 'metric' | 'path' | 'extract'> {
  /** Shared words, shared pairs of words, or the longest common sequence of words; default `rougeL`. */
  variant?: (typeof variants)[number];
  /** Default `f1`. */
  measure?: (typeof measures)[number];
}

/**
 * ROUGE-N and ROUGE-L of Lin (2004), "ROUGE: A Package for Automatic Evaluation of Summaries": how much of the words of
 * an expected text is in the answer, 0 to 1. `recall` is of the expected text's, `precision` of the answer's words, `f1`
 * their harmonic mean (Lin's β = 1). Of several expected texts the best counts. Words are compared in lower case, without
 * stemming.
 *
 * @throws InputError for options that can't be used.
 */
export function rouge(options: RougeOptions = {}): Evaluator {
  const { metric, path, extract } = textOptionChecks;
  checkOptions('rouge', options, {
    metric,
    path,
    extract,
    variant: (value) => choiceFlaw(value, variants),
    measure: (value) => choiceFlaw(value, measures),
  });
  const made = { ...options };
  const { variant = 'rougeL', measure = 'f1' } = made;
  return similarityEvaluator({
    name: 'rouge',
    options: made,
    likeness: best((answer, expected) => {
      const [words, wanted] = [comparableWords(answer), comparableWords(expected)];
      const n = variant === 'rouge2' ? 2 : 1;
      if (ngramsIn(wanted, n) === 0) return undefined;
      if (variant === 'rougeL')
        return shareOf(longestCommon(words, wanted), words.length, wanted.length, measure);
      const overlap = overlapOf(countNgrams(words, n), countNgrams(wanted, n));
      return shareOf(overlap, ngramsIn(words, n), ngramsIn(wanted, n), measure);
    }),
  });
}

function shareOf(common: number, found: number, wanted: number, measure: (typeof measures)[number]): number {
  if (common === 0) return 0;
  if (measure === 'recall') return common / wanted;
  if (measure === 'precision') return common / found;
  return (2 * common) / (found + wanted);
}

/** The length of the longest sequence of words that both texts have, in order but not always side by side. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  if (a.length * b.length > mostPairs) {
    throw new TooLong(`texts of ${a.length} and ${b.length} words`);
  }
  let previous = new Uint32Array(b.length + 1);
  for (const word of a) {
    const current = new Uint32Array(b.length + 1);
    for (let index = 0; index < b.length; index++) {
      current[index + 1] =
        word === b[index]
          ? (previous[index] ?? 0) + 1
          : Math.max(previous[index + 1] ?? 0, current[index] ?? 0);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
