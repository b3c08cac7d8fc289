import { base64Cores, base64Forms, escapedForms } from './key-forms.ts';

/** Gives a text without a key. */
export type KeyMask = (text: string) => string;

/** From here on a key is found within words and in base64. */
const longEnough = 8;
/** Shorter ones than this are no secret, whatever they are. */
const shortest = 4;

/**
 * Whether a key is kept out of what is written. A local server takes any word for its key, and that word, or a number, may well
 * stand in an answer: `unused`, `lm-studio`, `1234`.
 */
export function isSecret(key: string): boolean {
  if (key.length >= 16) return true;
  const isWord = /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[-_](?:[A-Z]?[a-z]+|[A-Z]+))*$/.test(key);
  const isNumber = key.length < longEnough && /^[\d.]*$/.test(key);
  return key.length >= shortest && !isWord && !isNumber;
}

const masks = new Map<string, KeyMask>();

/**
 * Takes a key out of what a server says: whole, escaped, and in base64 alone or as a part of a longer text, such as `user:key`.
 * One of fewer than eight characters only where it stands as a word of its own.
 */
export function keyMask(key: string): KeyMask {
  const known = masks.get(key);
  if (known) return known;
  const mask = key.length < longEnough ? maskOfWord(key) : maskOfKey(key);
  masks.set(key, mask);
  return mask;
}

/** It runs over every answer, and hardly any has an escape in it: only those are looked at with patterns. */
function maskOfKey(key: string): KeyMask {
  const escaped = lazy(() => new RegExp(escapedForms(key), 'g'));
  const cores = base64Cores(key);
  const encoded = [...new Set([...cores, ...cores.map(urlSafe)])];
  const escapedEncoded = lazy(() => new RegExp(cores.map(base64Forms).join('|'), 'g'));
  return (text) => {
    const plain = text.includes(key) ? text.replaceAll(key, '[key]') : text;
    if (isEscaped(plain)) return withoutRuns(plain.replace(escaped(), '[key]'), escapedEncoded());
    return encoded.some((core) => plain.includes(core)) ? withoutRuns(plain, escapedEncoded()) : plain;
  };
}

const wordStart = String.raw`(?<![A-Za-z0-9](?<!%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[nrt]))`;

function maskOfWord(key: string): KeyMask {
  const word = lazy(() => new RegExp(`${wordStart}${escapedForms(key)}(?![A-Za-z0-9])`, 'g'));
  return (text) => (text.includes(key) || isEscaped(text) ? text.replace(word(), '[key]') : text);
}

function isEscaped(text: string): boolean {
  return text.includes('\\') || text.includes('%') || text.includes('&');
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

const runBefore = /[A-Za-z0-9+_-]/;
const runAfter = /(?:[A-Za-z0-9+/_=-]|\\+\/|\\+u00(?:2[bBfF]|3[dD])|%(?:2[bBfF]|3[dD]))*/y;

/** The whole of each run of base64 in which the key begins: characters at its edges hold some bits of it. */
function withoutRuns(text: string, core: RegExp): string {
  let rest = '';
  let done = 0;
  for (const { index, 0: found } of text.matchAll(core)) {
    if (index < done) continue;
    let start = index;
    while (start > done && runBefore.test(text[start - 1] ?? '')) start--;
    runAfter.lastIndex = index + found.length;
    const after = runAfter.exec(text)?.[0].length ?? 0;
    rest += `${text.slice(done, start)}[key]`;
    done = index + found.length + after;
  }
  return done === 0 ? text : rest + text.slice(done);
}

function lazy<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
