import { plainText } from '../reading/plain-text.ts';
import { clausesOf, sentencesOf } from './clauses.ts';
import { denies } from './denials.ts';
import { asks, isBare, leavesOpen, promiseOfIt } from './open-ends.ts';
import { mark, markWords, wordsOfThing } from './word-forms.ts';

/** What is said in more characters without an end can't be told, and would take long. */
const longestClause = 2000;

/** So many clauses before one can hold its condition. */
const reach = 8;

/**
 * The first of `things` that a sentence of the answer names, unless the clause that names it denies it or leaves it open. A
 * heuristic for English and German that knows no meaning: every other sentence that names the thing counts as a promise.
 */
export function findCommitment(answer: string, things: readonly string[]): string | undefined {
  const sentences = sentencesOf(answer);
  return things.find((thing) => commitsTo(sentences, plainText(thing)));
}

function commitsTo(sentences: readonly string[], thing: string): boolean {
  const words = wordsOfThing(thing);
  let isOpen = false;
  for (const sentence of sentences) {
    const marked = markWords(sentence, words);
    if (marked === undefined) {
      // "You asked for a refund. It has been approved."
      const [first = ''] = isOpen ? clausesOf(sentence) : [];
      if (/^(?:it|this|that|es|dies|diese)\b/.test(first) && isPromise(promiseOfIt(first) ?? '')) return true;
      isOpen = false;
      continue;
    }
    const said = readSentence(marked, words.length);
    if (said === 'promised') return true;
    isOpen = said === 'open';
  }
  return false;
}

type Said = 'promised' | 'denied' | 'open';

function isPromise(clause: string, before: readonly string[] = [], after?: string): boolean {
  return clause.includes(mark) && sayOf(clause, before, after) === 'promised';
}

function readSentence(sentence: string, words: number): Said {
  if (asks(sentence)) return 'open';
  const clauses = withoutParts(clausesOf(sentence), words);
  let said: Said | undefined;
  for (const [index, clause] of clauses.entries()) {
    const [before, after] = [clauses.slice(Math.max(0, index - reach), index), clauses[index + 1]];
    if (clause.includes(mark)) {
      said = isBare(clause) ? topicOf(clauses, index) : sayOf(clause, before, after);
      if (said === 'promised') return said;
    } else if (said === 'open' || (said === 'denied' && /\b(?:exception|ausnahme)\b/.test(clause))) {
      if (isPromise(promiseOfIt(clause) ?? '', before, after)) return 'promised';
    }
  }
  return said ?? 'open';
}

/** Where a clause holds all words of the thing, those that hold only some are about something else. */
function withoutParts(clauses: string[], words: number): string[] {
  const isWhole = (clause: string) => clause.split(mark).length > words;
  if (words === 1 || !clauses.some(isWhole)) return clauses;
  return clauses.map((clause) => (isWhole(clause) ? clause : clause.replaceAll(mark, '')));
}

function sayOf(clause: string, before: readonly string[], after: string | undefined): Said {
  if (clause.length > longestClause) return 'promised';
  if (denies(clause, after)) return 'denied';
  return leavesOpen(clause, before, after) ? 'open' : 'promised';
}

/** "Refunds: we offer none." A name alone is what the other clause says of it; without one it says nothing. */
function topicOf(clauses: readonly string[], index: number): Said {
  const next = clauses[index + 1];
  if (next === undefined) return index === 0 ? 'open' : 'promised';
  const joined = /\b(?:none|nothing|any)\b/.test(next)
    ? next.replace(/\b(?:none|nothing)\b/, `no ${mark}`)
    : '';
  if (denies(joined.replace(/\bany\b/, mark)) || denies(`${mark} is ${next}`)) return 'denied';
  const it = promiseOfIt(next) ?? '';
  return it !== '' && !isPromise(it) ? 'denied' : 'promised';
}
