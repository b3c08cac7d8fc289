/** A message as it is compared: who speaks, and the text. A conversation has its variable as text. */
export interface ComparedMessage {
  role: string;
  text: string;
}

/** A message before and after, by index; null where there is none. */
export interface MessagePair {
  before: number | null;
  after: number | null;
}

/** Share of words in common from which two messages are taken for one that was edited. */
const leastAlike = 0.4;
/** The same across roles, where more has to speak for it. */
const leastAlikeAcrossRoles = 0.9;

/**
 * Which message became which: first those that are equal word for word, wherever they stand, then the most alike, then
 * those of one role in one place. What is left was removed or added. In the order of the second list; a removed message
 * stands behind the one it followed.
 */
export function pairMessages(
  before: readonly ComparedMessage[],
  after: readonly ComparedMessage[],
): MessagePair[] {
  const partner = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (i: number, j: number) => {
    if (partner.has(i) || taken.has(j)) return;
    partner.set(i, j);
    taken.add(j);
  };
  for (const { i, j } of candidates(before, after)) pair(i, j);
  for (const [i, { role }] of before.entries()) if (after[i]?.role === role) pair(i, i);
  const pairs = after.map((_, j): MessagePair => {
    const [i] = [...partner].find(([, found]) => found === j) ?? [null];
    return { before: i, after: j };
  });
  for (const i of before.keys()) {
    if (partner.has(i)) continue;
    const place = pairs.findLastIndex((found) => found.before !== null && found.before < i);
    pairs.splice(place + 1, 0, { before: i, after: null });
  }
  return pairs;
}

/** Pairs that are alike enough, the most alike first and of these the nearest. */
function candidates(
  before: readonly ComparedMessage[],
  after: readonly ComparedMessage[],
): { i: number; j: number }[] {
  const words = [before, after].map((list) => list.map(({ text }) => wordCounts(text)));
  const found = before.flatMap((one, i) =>
    after.flatMap((other, j) => {
      const sameRole = one.role === other.role;
      const alike = one.text === other.text ? 1 : Math.min(0.999, likeness(words[0]?.[i], words[1]?.[j]));
      const least = sameRole ? leastAlike : leastAlikeAcrossRoles;
      return alike >= least ? [{ i, j, rank: alike + (sameRole ? 1 : 0), distance: Math.abs(i - j) }] : [];
    }),
  );
  return found.sort((a, b) => b.rank - a.rank || a.distance - b.distance || a.i - b.i);
}

function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Words in common, of all words of both (Dice's coefficient over bags of words). */
function likeness(a: Map<string, number> = new Map(), b: Map<string, number> = new Map()): number {
  const total = [...a.values(), ...b.values()].reduce((sum, count) => sum + count, 0);
  const common = [...a].reduce((sum, [word, count]) => sum + Math.min(count, b.get(word) ?? 0), 0);
  return total === 0 ? 0 : (2 * common) / total;
}

/**
 * The pairs that kept their order: the most that can be left in place while the others are moved around them.
 *
 * @returns by index of the first list.
 */
export function inPlace(pairs: readonly MessagePair[]): Set<number> {
  const kept = pairs.flatMap(({ before, after }) => (before === null || after === null ? [] : [before]));
  const longest: number[][] = [];
  for (const [index, before] of kept.entries()) {
    let best: number[] = [];
    for (const [earlier, chain] of longest.entries()) {
      if ((kept[earlier] ?? 0) < before && chain.length > best.length) best = chain;
    }
    longest[index] = [...best, before];
  }
  return new Set(longest.reduce((best, chain) => (chain.length > best.length ? chain : best), []));
}
