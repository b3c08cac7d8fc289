import { formatCount } from './format.ts';

/** One part of a run that is measured in several. */
export interface Shard {
  /** From 1. */
  index: number;
  of: number;
}

/** `shard` of run.json. */
export interface RunShard extends Shard {
  /** Of the whole run. */
  cases: number;
}

/** `shard 2 of 4` */
export function shardName({ index, of }: Shard): string {
  return `shard ${formatCount(index)} of ${formatCount(of)}`;
}

/** Fewer cases than shards fill as many shards. */
export function filledShards(of: number, cases: number): number {
  return Math.min(of, cases);
}
