import type { Shard } from '../core/shard.ts';
import { shuffled } from './case-order.ts';

/**
 * The cases of one shard, in their own order. Which these are follows from the ids alone: they are ranked by their digest
 * and dealt out in turn, so that shards differ by one case at most and each is a fair sample. All trials of a case, of both
 * arms, of every model and every repeat, are in one shard.
 */
export function casesOfShard<Item extends { id: string }>(
  cases: readonly Item[],
  { index, of }: Shard,
): Item[] {
  const dealt = shuffled(cases, 'shard').filter((_, rank) => rank % of === index - 1);
  const ids = new Set(dealt.map(({ id }) => id));
  return cases.filter(({ id }) => ids.has(id));
}
