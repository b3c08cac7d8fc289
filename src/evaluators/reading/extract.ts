/** Takes the part of an answer that counts; undefined or an empty text where there is none. */
export type Extraction = RegExp | ((text: string) => string | undefined);

/**
 * How much of a text a regular expression is asked to look at, in UTF-16 units. There is no guard against patterns
 * that backtrack without end; the runner's time limit for evaluators can't stop them either.
 */
export const longestSearched = 1_000_000;

/** A copy without state: the user's `lastIndex` is never touched, and `y` would tie a search to one place. */
export function statelessPattern(pattern: RegExp, flags: '' | 'g' = ''): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '') + flags);
}

/**
 * The last match of a pattern: its first group where it has one, else all of it. Or what a function returns.
 *
 * @returns undefined where nothing could be read.
 * @throws TypeError when the function returns anything but a text, and whatever it throws itself.
 */
export function extractText(text: string, extraction: Extraction): string | undefined {
  const found =
    typeof extraction === 'function' ? callFunction(text, extraction) : lastMatch(text, extraction);
  return found === '' ? undefined : found;
}

function callFunction(text: string, extract: (text: string) => unknown): string | undefined {
  const found = extract(text);
  if (found === undefined || found === null) return undefined;
  if (typeof found === 'string') return found;
  throw new TypeError(
    `extract returned ${typeof found === 'object' ? 'an object' : `a ${typeof found}`}, not a text`,
  );
}

function lastMatch(text: string, pattern: RegExp): string | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of text.slice(0, longestSearched).matchAll(statelessPattern(pattern, 'g'))) last = match;
  return last === undefined || last.length === 1 ? last?.[0] : last[1];
}
