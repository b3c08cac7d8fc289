/** Escape sequences, control characters and direction marks: what could repaint or reorder a terminal. */
export const unsafe =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** Text of a model, a dataset or a file name, safe to print: what is unsafe becomes `�`. Tabs and line feeds stay. */
export function printable(text: string): string {
  return text.toWellFormed().replace(unsafe, '�');
}

/** Characters that JSON lets stand as they are and that could repaint or reorder a terminal. */
const unescaped = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** JSON that is safe to look at: the same value, with every control character escaped. */
export function escapeUnsafe(json: string): string {
  return json.replace(
    unescaped,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** One line of at most `length` characters, cut between code points. */
export function excerpt(text: string, length: number): string {
  const line = printable(text.slice(0, length * 8))
    .replace(/\s+/g, ' ')
    .trim();
  const points = [...line];
  return points.length <= length ? line : `${points.slice(0, length - 1).join('')}…`;
}

/** `a`, `a or b`, `a, b or c` */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? 'none';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** With a full stop, where nothing else ends it. */
export function ended(sentence: string): string {
  return /[.…!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
