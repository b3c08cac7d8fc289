import type { Json } from './json.ts';

/** One golden example. */
export interface Case {
  /** Unique in its dataset. */
  id: string;
  variables: Record<string, Json>;
  expected?: Json;
  /** The slices that this case belongs to. */
  tags: string[];
  critical: boolean;
  /** Which part of the work may see it; null is both. */
  split: 'tune' | 'release' | null;
  notes?: string;
  /** Digests of the picture files that its image variables name, by variable; absent where it names none. */
  images?: Record<string, string>;
}

/** A case as it stands in `cases.jsonl`, with its line feed. */
export function caseLine(item: Case): string {
  return `${JSON.stringify(item)}\n`;
}

/** Which cases a run is about: those to tune a prompt on, those that a release is judged by, or all of them. */
export type Split = 'tune' | 'release' | 'all';

/** A named, digested list of cases. */
export interface Dataset {
  name: string;
  /** Over everything that can change a score: ids, variables, expected, tags, critical, split. */
  digest: string;
  cases: Case[];
}
