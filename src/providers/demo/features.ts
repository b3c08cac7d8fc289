import { commonWords } from './common-words.ts';

/** Features of a text and how much each weighs. */
export type FeatureWeights = Map<string, number>;

/** Common words and signs tell a question from a cry for help. */
const commonWeight = 0.5;
const signWeight = 1;
const stemLength = 5;
const gramLength = 4;
const gramWeight = 0.4;
/** Longer messages are read up to here: their point comes early, and the time stays small. */
const longestText = 4_000;

/**
 * What a text is about: the stems of its telling words, and pieces of four letters, which let
 * `Rückerstattung` meet `Erstattung`.
 */
export function featuresOf(whole: string): FeatureWeights {
  const text = whole.slice(0, longestText);
  const counts: FeatureWeights = new Map();
  const add = (feature: string, weight: number) => counts.set(feature, (counts.get(feature) ?? 0) + weight);
  for (const sign of text.match(/[?!]/g) ?? []) add(sign, signWeight);
  for (const word of wordsOf(text)) {
    if (commonWords.has(word)) {
      add(`=${word}`, commonWeight);
      continue;
    }
    add(`^${stemOf(word)}`, 1);
    for (let start = 0; start + gramLength <= word.length; start++) {
      add(word.slice(start, start + gramLength), gramWeight);
    }
  }
  return counts;
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/\p{L}[\p{L}\p{N}]*/gu) ?? []).filter((word) => word.length > 1);
}

/** Light: one ending off, then the first letters, which works in many languages. */
function stemOf(word: string): string {
  const stem =
    word.length > 4 ? word.replace(/(?:ing|ed|es|en|er|s|e|n)$/, '') : word.replace(/(?<=..)s$/, '');
  return stem.slice(0, stemLength);
}
