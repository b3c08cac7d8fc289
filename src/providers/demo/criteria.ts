import { isRefusing, quotesIn, sentencesOf } from './sentences.ts';

/** One sentence of criteria, as far as a reader of quotation marks can tell what it asks for. */
export interface Criterion {
  text: string;
  /** It holds only where the input has one of these; empty: everywhere. */
  where: string[];
  words: string[];
  /** Whether one of the words must be there, or none may. */
  wants: 'one' | 'none';
}

/** The sentences that have words in quotation marks. `Where the input has "fire", it says "unplug".` asks only sometimes. */
export function readCriteria(text: string): Criterion[] {
  return sentencesOf(text).flatMap((sentence) => {
    const where = conditionOf(sentence);
    const asked = sentence.slice(where.length);
    const words = quotesIn(asked);
    if (words.length === 0) return [];
    const wants = isRefusing(asked.slice(0, asked.search(/["“]/))) ? 'none' : 'one';
    return [{ text: sentence, where: quotesIn(where), words, wants }];
  });
}

/** `Where the input has "fire", "smoke" or "heat",`: up to the comma with which what is asked for begins. */
function conditionOf(sentence: string): string {
  if (!/^(?:where|if|when)\b/i.test(sentence)) return '';
  const commas = [...sentence.matchAll(/["“][^"“”]*["”]|,(?=\s+(?!["“]|(?:or|and)\b))/gi)];
  const end = commas.find(([found]) => found === ',')?.index;
  return end === undefined ? '' : sentence.slice(0, end + 1);
}

export function isMet({ where, words, wants }: Criterion, input: string, answer: string): boolean {
  if (where.length > 0 && !where.some((word) => holds(input, word))) return true;
  return words.some((word) => holds(answer, word)) === (wants === 'one');
}

/** In lower case, and as words of their own. */
function holds(text: string, words: string): boolean {
  return ` ${plain(text)} `.includes(` ${plain(words)} `);
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
