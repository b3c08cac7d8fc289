/** The known word closest to a mistyped one, if it is close enough to be what was meant. */
export function suggest(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // A word of which nothing is left was not mistyped.
  let bestDistance = Math.min(Math.max(2, Math.floor(typed.length / 3)) + 1, typed.length);
  for (const word of known) {
    const distance = editDistance(typed.toLowerCase(), word.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [word, distance];
  }
  return best;
}

/** `Did you mean "margin"?`, or the list of what exists, or nothing. */
export function suggestion(typed: string, known: Iterable<string>): string | undefined {
  const words = [...known];
  const meant = suggest(typed, words);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  if (words.length > 0 && words.length <= 12) return `Known: ${words.join(', ')}`;
  return undefined;
}

/** Letters to add, take away or replace. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
