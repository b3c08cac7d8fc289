/** How often each run of `n` words occurs. */
export function countNgrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start++) {
    const ngram = words.slice(start, start + n).join(' ');
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

export function ngramsIn(words: readonly string[], n: number): number {
  return Math.max(0, words.length - n + 1);
}

/** How many runs both have, each as often as the one that has it less often. */
export function overlapOf(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let overlap = 0;
  for (const [ngram, count] of a) overlap += Math.min(count, b.get(ngram) ?? 0);
  return overlap;
}

/** The most often that each run occurs in one of several texts. */
export function mostOften(texts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const text of texts) {
    for (const [ngram, count] of text) most.set(ngram, Math.max(count, most.get(ngram) ?? 0));
  }
  return most;
}
