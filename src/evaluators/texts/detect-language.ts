import { comparableWords } from '../reading/words.ts';
import {
  arabicLanguage,
  cyrillicLanguage,
  devanagariLanguage,
  excludedLanguages,
} from './language-letters.ts';
import { commonWords } from './language-words.ts';

/** So much of a text tells its language; more would only cost time. */
const longestRead = 20_000;

/** One word that is a language's own, and one that two share. */
const fewestVotes = 1.5;

/** Where only so few words speak for a language, one of them is its own; a little less, because thirds don't add up. */
const clearLead = 0.99;

const index = new Map<string, string[]>();
for (const [language, words] of Object.entries(commonWords)) {
  for (const word of words.split(' ')) index.set(word, [...(index.get(word) ?? []), language]);
}

type Tell = (text: string) => string | undefined;

/** Scripts, and which of their languages a text is in. */
const scripts: [RegExp, Tell][] = [
  [/\p{Script=Hangul}/gu, () => 'ko'],
  [/\p{Script=Han}/gu, () => 'zh'],
  [/\p{Script=Greek}/gu, () => 'el'],
  [/\p{Script=Hebrew}/gu, (text) => (/[װױײ]/.test(text) ? undefined : 'he')],
  [/\p{Script=Arabic}/gu, arabicLanguage],
  [/\p{Script=Thai}/gu, () => 'th'],
  [/\p{Script=Devanagari}/gu, devanagariLanguage],
  [/\p{Script=Cyrillic}/gu, cyrillicLanguage],
];

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;

export const knownLanguages: readonly string[] = [
  ...Object.keys(commonWords),
  ...['ja', 'ko', 'zh', 'el', 'he', 'ar', 'fa', 'th', 'hi', 'uk', 'ru'],
];

/**
 * The language that a text is mostly in, as its ISO 639-1 code, told by its script, by letters that only some languages have,
 * and by its most frequent words. undefined where its letters are of no known language, or too little speaks for one: fewer
 * than two such words, of which one may be another language's too, or as many for another language.
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

/** Japanese mixes kana into Han: a few of them settle it. */
function byScript(text: string, letters: number): string | undefined {
  if (count(text, kana) >= letters * 0.03) return 'ja';
  return scripts.find(([script]) => count(text, script) >= letters * 0.5)?.[1](text);
}

function byWords(text: string): string | undefined {
  const excluded = excludedLanguages(text);
  const votes = new Map<string, number>();
  for (const word of comparableWords(text)) {
    const languages = (index.get(word) ?? []).filter((language) => !excluded.has(language));
    for (const language of languages) votes.set(language, (votes.get(language) ?? 0) + 1 / languages.length);
  }
  const [first, second] = [...votes].sort(([, a], [, b]) => b - a);
  if (first === undefined || first[1] < fewestVotes) return undefined;
  const others = second?.[1] ?? 0;
  const least = first[1] < 2 ? clearLead : Number.MIN_VALUE;
  return first[1] - others < least ? undefined : first[0];
}
