/** Sentences further into a text are not read; this bounds the time of every pattern. */
const mostRead = 20_000;

/**
 * The sentences of a text that is wrapped into lines. A bullet and an empty line begin a new one; a stop inside quotation
 * marks ends none.
 */
export function sentencesOf(text: string): string[] {
  return text
    .slice(0, mostRead)
    .split(/\n\s*\n|\n(?=\s*[-*•]\s)/)
    .flatMap((block) => splitSentences(block.replace(/^\s*[-*•]\s+/, '').replace(/\s+/g, ' ')))
    .filter((sentence) => sentence !== '');
}

function splitSentences(block: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < block.length; at++) {
    const character = block[at] ?? '';
    if (/["“”]/.test(character)) isQuoted = character === '"' ? !isQuoted : character === '“';
    if (isQuoted || !/[.!?;]/.test(character) || !/^(?:\s|$)/.test(block.slice(at + 1, at + 2))) continue;
    sentences.push(block.slice(start, at + 1).trim());
    start = at + 1;
  }
  return [...sentences, block.slice(start).trim()];
}

/** What stands in quotation marks. */
export function quotesIn(sentence: string): string[] {
  return [...sentence.matchAll(/["“]([^"“”]+)["”]/g)].map(([, quote]) => (quote ?? '').trim());
}

/** Whether a sentence says what must not be, rather than what must. */
export function isRefusing(sentence: string): boolean {
  return /\b(?:never|no|not|nothing|nobody|without|avoid)\b|n['’]t\b/i.test(sentence);
}
