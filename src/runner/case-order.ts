import { digestBytes } from '../core/digest.ts';

/** What part of the cases is asked before each look; the rest comes after the last. */
const lookShares = [0.25, 0.5, 0.75];

/** After how many cases a run that may stop early looks at its gates: 71, 142 and 213 of 283. */
export function lookCounts(cases: number): number[] {
  const counts = lookShares.map((share) => Math.ceil(share * cases));
  return [...new Set(counts)].filter((count) => count < cases);
}

/**
 * The cases in a random order that the seed alone decides: each is sorted by the digest of the seed with its id. So what
 * comes first is a fair sample, even where a dataset is sorted by difficulty.
 */
export function shuffled<Item extends { id: string }>(items: readonly Item[], seed: string): Item[] {
  return items
    .map((item) => ({ item, key: digestBytes(`${seed}\n${item.id}`) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ item }) => item);
}

/** The cases in the parts in which they are asked: those up to each look, and the rest. */
export function splitAtLooks<Item>(items: readonly Item[]): Item[][] {
  const ends = [...lookCounts(items.length), items.length];
  return ends.map((end, index) => items.slice(ends[index - 1] ?? 0, end));
}
