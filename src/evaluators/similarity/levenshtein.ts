import { distance } from 'fastest-levenshtein';
import type { Evaluator } from '../../core/evaluator.ts';
import { checkOptions, type TextOptions, textOptionChecks } from '../options/options.ts';
import { normalizeText } from '../reading/normalize.ts';
import { TooLong } from '../reading/too-long.ts';
import { best, similarityEvaluator } from './similarity.ts';

/** Characters of one text times those of the other: about a second. */
const mostPairs = 2_000_000_000;

/**
 * How like the answer is to the expected text, 0 to 1: 1 − (the fewest insertions, deletions and replacements of
 * characters that make one into the other) / (the characters of the longer one). Of several expected texts the nearest
 * counts. Characters are Unicode code points, composed (NFC). Unscored where both texts are too long for it.
 *
 * @throws InputError for options that can't be used.
 */
export function levenshtein(options: TextOptions = {}): Evaluator {
  checkOptions('levenshtein', options, textOptionChecks);
  const made = { ...options };
  const normal = (text: string) => normalizeText(text, made.normalize ?? 'trim');
  return similarityEvaluator({
    name: 'levenshtein',
    options: made,
    likeness: best((answer, expected) => {
      const wanted = normal(expected);
      return wanted === undefined ? undefined : levenshteinSimilarity(normal(answer) ?? '', wanted);
    }),
  });
}

/** 1 for two empty texts. */
function levenshteinSimilarity(a: string, b: string): number {
  const [first, second] = asUnits([...a.normalize('NFC')], [...b.normalize('NFC')]);
  const longest = Math.max(first.length, second.length);
  if (first === second) return 1;
  if (first.length * second.length > mostPairs) {
    throw new TooLong(`texts of ${first.length} and ${second.length} characters`);
  }
  return 1 - distance(first, second) / longest;
}

/** One UTF-16 unit for each code point: the library counts units, and an emoji has two. */
function asUnits(a: string[], b: string[]): [string, string] {
  const units = new Map<string, string>();
  const unitOf = (point: string) => {
    const unit = units.get(point) ?? String.fromCharCode(units.size);
    units.set(point, unit);
    return unit;
  };
  return [a.map(unitOf).join(''), b.map(unitOf).join('')];
}
