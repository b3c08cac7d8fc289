import { expect, it } from 'vitest';
import { RecentlyUsed } from '../../src/core/recently-used.ts';

it('makes a value once, and forgets what was used longest ago', () => {
  const made: string[] = [];
  const cache = new RecentlyUsed<string>(2);
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
    cache.getOrMake(key, () => {
      made.push(key);
      return key;
    });
  }
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
