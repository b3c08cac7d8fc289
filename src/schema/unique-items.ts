import type { FuncKeywordDefinition } from 'ajv/dist/2020.js';
import { canonicalJson } from '../core/digest.ts';

type Compile = NonNullable<FuncKeywordDefinition['compile']>;

/** In the place of ajv's own, which compares each entry with each other one: a list of megabytes would take half a minute. */
export const uniqueItems: FuncKeywordDefinition & { keyword: string } = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  compile(asked: boolean, parentSchema) {
    const check: ReturnType<Compile> = (list: unknown[]) => {
      const i = asked ? lastRepeated(list) : undefined;
      if (i === undefined) return true;
      check.errors = [{ keyword: 'uniqueItems', params: { i }, parentSchema }];
      return false;
    };
    return check;
  },
};

/** The index of the last entry that stands in the list before. */
function lastRepeated(list: readonly unknown[]): number | undefined {
  const seen = new Set<string>();
  let last: number | undefined;
  for (const [index, entry] of list.entries()) {
    const text = canonicalJson(entry);
    if (seen.has(text)) last = index;
    seen.add(text);
  }
  return last;
}
