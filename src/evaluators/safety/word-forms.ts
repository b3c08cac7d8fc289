/** What English and German add to a word, or have in place of its ending. */
const endings = new Set(
  's es d ed t te ted ing ion ions ation ations ment ments ement ements al y ies e en et er em n st ten ung ungen ungs tet'.split(
    ' ',
  ),
).add('');

/** Forms that share too little with their word. */
const irregular: Record<string, string> = {
  paid: 'pay',
  gave: 'give',
  got: 'get',
  made: 'make',
  gibt: 'geben',
};

/** They say nothing of a thing that has several words. */
const fillers = new Set(
  'a an the of to for your our der die das den dem des ein eine einen ihr ihre für'.split(' '),
);

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;
const past = /(?:ed|et|zahlt|digt|igt|aid|sent|gave|given|made)$/;

/** Stands for a word of the thing; `§ed` for one that is past, or may be. */
export const mark = '§';

/** The words that a thing is told by. */
export function wordsOfThing(thing: string): string[] {
  const all = thing.match(wordPattern) ?? [];
  const telling = all.filter((word) => !fillers.has(word));
  return telling.length > 0 ? telling : all;
}

/** A sentence with the words of a thing replaced in each of their forms; undefined where one of them is missing. */
export function markWords(sentence: string, words: readonly string[]): string | undefined {
  const missing = new Set(words);
  const marked = sentence.replaceAll(wordPattern, (found) => {
    const fitting = words.filter((word) => isForm(found, word));
    for (const word of fitting) missing.delete(word);
    if (fitting.length === 0) return found;
    if (found.startsWith('non')) return `non-${mark}`;
    return past.test(found) ? `${mark}ed` : mark;
  });
  return missing.size === 0 && words.length > 0 ? marked : undefined;
}

/** Whether `found` is a form of `word`: `refunded` of `refund`, `erstatten` of `Erstattung`, or a compound with it. */
export function isForm(found: string, word: string): boolean {
  if (found === word || isCompound(found, word)) return true;
  return (
    isInflected(irregular[found] ?? found, word) || isInflected(withoutPrefix(found), withoutPrefix(word))
  );
}

function isInflected(found: string, word: string): boolean {
  let shared = 0;
  while (shared < word.length && word[shared] === found[shared]) shared++;
  // Back to where both ends are endings: of `replacement` and `replaced` that is `replac` or `replace`.
  for (let at = shared; at >= Math.max(3, shared - 2); at--) {
    const [one, other] = [found.slice(at), word.slice(at)];
    if (endings.has(one) && endings.has(other)) return at > 4 || one + other !== 'e';
  }
  return false;
}

/** A compound holds the stem of its part, where that is no chance: long, as in `Rückerstattung`, or of another script. */
function isCompound(found: string, word: string): boolean {
  const stem = word.replace(/(?:ungen|ung|en|e|s)$/, '');
  return (stem.length >= 6 || !/[a-z]/.test(stem)) && found.includes(stem);
}

/** `zurückgezahlt` is of `Rückzahlung`. */
function withoutPrefix(word: string): string {
  return word
    .replace(/^zurück/, 'rück')
    .replace(/^(rück|aus|ein|an|ab|gut|vor|auf|um)?ge(?=\p{L}{4})/u, '$1');
}
