import { comparableWords } from '../reading/words.ts';
import { commonWords, scriptLanguages } from './language-words.ts';

/** So much of a text tells its language; more would only cost time. */
const longestRead = 20_000;

/** One word that is a language's own, and one that two share. */
const fewestVotes = 1.5;

const index = new Map<string, string[]>();
for (const [language, words] of Object.entries(commonWords)) {
  for (const word of words.split(' ')) index.set(word, [...(index.get(word) ?? []), language]);
}

export const knownLanguages: readonly string[] = [
  ...Object.keys(commonWords),
  ...scriptLanguages.map(([, language]) => language),
];

/**
 * The language that a text is mostly in, as its ISO 639-1 code, told by its script or by its most frequent words.
 * undefined where too little speaks for one: fewer than two such words, of which one may be another language's too, or as many
 * for another language.
 */
export function detectLanguage(text: string): string | undefined {
  const sample = text.slice(0, longestRead).normalize('NFC');
  const letters = count(sample, /\p{L}/gu);
  const latin = count(sample, /\p{Script=Latin}/gu);
  if (letters === 0) return undefined;
  return latin * 2 >= letters ? byWords(sample) : byScript(sample, letters - latin);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Japanese mixes kana into Han, and Ukrainian its own letters into Cyrillic: a few of them settle it. */
function byScript(text: string, letters: number): string | undefined {
  const mixed = ['ja', 'uk'];
  return scriptLanguages.find(
    ([script, language]) => count(text, script) >= letters * (mixed.includes(language) ? 0.03 : 0.5),
  )?.[1];
}

function byWords(text: string): string | undefined {
  const votes = new Map<string, number>();
  for (const word of comparableWords(text)) {
    const languages = index.get(word) ?? [];
    for (const language of languages) votes.set(language, (votes.get(language) ?? 0) + 1 / languages.length);
  }
  const [first, second] = [...votes].sort(([, a], [, b]) => b - a);
  if (first === undefined || first[1] < fewestVotes) return undefined;
  const others = second?.[1] ?? 0;
  return others >= first[1] || (first[1] < 2 && others > 0.5) ? undefined : first[0];
}
