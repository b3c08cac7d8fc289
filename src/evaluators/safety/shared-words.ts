import { comparableWords } from '../reading/words.ts';

/**
 * The most words in a row that a text shares with a source, where these are at least `least`; else 0. Every start in the
 * source that a run of `least` words fits is followed to its end.
 */
export function longestSharedRun(text: string, source: string, least: number): number {
  const [words, origin] = [comparableWords(text), comparableWords(source)];
  const starts = new Map<string, number>();
  for (let at = 0; at + least <= origin.length; at++) starts.set(origin.slice(at, at + least).join(' '), at);
  let longest = 0;
  for (let at = 0; at + least <= words.length; at++) {
    const start = starts.get(words.slice(at, at + least).join(' '));
    if (start === undefined) continue;
    let run = least;
    while (at + run < words.length && words[at + run] === origin[start + run]) run++;
    longest = Math.max(longest, run);
    // What follows within the run can only be shorter.
    at += run - least;
  }
  return longest;
}
