import type { CacheMode } from '../../core/cache-mode.ts';
import type { Split } from '../../core/case.ts';
import type { Shard } from '../../core/shard.ts';

/** What --filter, --first and --case leave of a dataset. */
export interface Narrowing {
  /** Default: those that a release is judged by. Another one narrows too, which shows when the dataset is there. */
  split?: Split | undefined;
  filter?: string | undefined;
  first?: number | undefined;
  cases?: readonly string[] | undefined;
  /** Of what is left by all else. */
  shard?: Shard | undefined;
}

/** What an evaluation is about, beyond the config. A run that goes on is asked for the same again. */
export interface AskedFor extends Narrowing {
  candidate?: string | undefined;
  baseline?: string | undefined;
  alias: string;
  models?: readonly string[] | undefined;
  repeats?: number | undefined;
  /** The git revision whose gates, evaluators and cases decide. */
  policyFrom?: string | undefined;
  /** Default: the config's. A run that goes on may use the cache in another way than before. */
  cache?: CacheMode | undefined;
  /** USD, over all of the run; default: the config's. A run that goes on may be given another one, and so below. */
  maxCost?: number | undefined;
  concurrency?: number | undefined;
}

/** Every one of them: the type sees to it that none is forgotten. */
const askedNames: Record<keyof AskedFor, true> = {
  candidate: true,
  baseline: true,
  alias: true,
  models: true,
  filter: true,
  first: true,
  cases: true,
  split: true,
  shard: true,
  repeats: true,
  cache: true,
  maxCost: true,
  concurrency: true,
  policyFrom: true,
};

/** That alone, of options that hold more. */
export function askedFor(options: AskedFor): AskedFor {
  const rest = Object.entries(options).filter(([name]) => Object.hasOwn(askedNames, name));
  return { ...Object.fromEntries(rest), alias: options.alias };
}
