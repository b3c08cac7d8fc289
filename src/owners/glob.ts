/** `*` stands for any characters, `?` for one; all else for itself. Takes linear memory and never backtracks twice. */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let position = 0;
  // Where the last star stands, and how much of the text it has swallowed so far.
  let star = -1;
  let swallowed = 0;
  while (position < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      swallowed = position;
    } else if (pattern[at] === '?' || pattern[at] === text[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++swallowed;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}

/**
 * The same for the subject of a CI token, such as `repo:acme/prompts:ref:refs/heads/main`: no star crosses a colon, so
 * that the end of one field can't be forged by the beginning of another.
 */
export function matchesSubject(pattern: string, subject: string): boolean {
  const patterns = pattern.split(':');
  const fields = subject.split(':');
  return (
    patterns.length === fields.length &&
    patterns.every((field, index) => matchesGlob(field, fields[index] ?? ''))
  );
}
