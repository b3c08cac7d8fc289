import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/registry.ts';
import { listAll } from './memory-store.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const segment = fc.stringMatching(/^[a-z0-9%_-][a-z0-9%._-]{0,3}[a-z0-9%_-]$/);
const keys = fc.array(fc.array(segment, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 });

/** What every backend has to do; `makeStore` gives an empty one, and `close` takes it away again. */
export function storeConformance(
  name: string,
  makeStore: () => Promise<{ store: Store; close(): Promise<void> }>,
): void {
  const withStore = async (use: (store: Store) => Promise<void>) => {
    const { store, close } = await makeStore();
    try {
      await use(store);
    } finally {
      await close();
    }
  };

  describe(`the store ${name}`, () => {
    it('is empty before the first write', () =>
      withStore(async (store) => {
        expect(await listAll(store)).toEqual([]);
        expect(await store.get('versions/triage/0000000001.json')).toBeUndefined();
      }));

    it('keeps the bytes that came first', () =>
      withStore(async (store) => {
        const first = Uint8Array.from({ length: 256 }, (_, index) => index);
        expect(await store.putIfAbsent('a/b', first)).toBe('created');
        expect(await store.putIfAbsent('a/b', bytes('second'))).toBe('exists');
        expect(Uint8Array.from((await store.get('a/b')) ?? [])).toEqual(first);
      }));

    it('tells exactly one of many at once that it created the key', () =>
      withStore(async (store) => {
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, (_, index) => store.putIfAbsent('aliases/a/b/1', bytes(String(index)))),
        );
        const winner = outcomes.indexOf('created');
        expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
        expect(new TextDecoder().decode(await store.get('aliases/a/b/1'))).toBe(String(winner));
      }));

    it('keeps an empty value apart from none', () =>
      withStore(async (store) => {
        await store.putIfAbsent('empty', new Uint8Array());
        expect((await store.get('empty'))?.length).toBe(0);
      }));

    it('lists in the order of whole keys, where folders and names mix', () =>
      withStore(async (store) => {
        const wanted = ['a%2fb/1', 'a-b/1', 'a.b/1', 'a/1', 'a/10', 'a/2', 'a0/1', 'ab'];
        for (const key of wanted.toReversed()) await store.putIfAbsent(key, bytes(key));
        expect(await listAll(store)).toEqual(wanted);
        expect(await listAll(store, 'a/')).toEqual(['a/1', 'a/10', 'a/2']);
        expect(await listAll(store, 'a/1')).toEqual(['a/1', 'a/10']);
        expect(await listAll(store, 'b')).toEqual([]);
      }));

    it('lists what was put, under any prefix', () =>
      fc.assert(
        fc.asyncProperty(keys, fc.nat(8), (segments, cut) =>
          withStore(async (store) => {
            // A name can't be a key and a folder at once, so every key ends in a name of its own kind.
            const put = [...new Set(segments.map((parts) => `${parts.join('/')}/value.json`))];
            for (const key of put) await store.putIfAbsent(key, bytes(key));
            const prefix = (put[0] ?? '').slice(0, cut);
            expect(await listAll(store, prefix)).toEqual(put.filter((key) => key.startsWith(prefix)).sort());
          }),
        ),
        { numRuns: 15 },
      ));

    it.each([
      '',
      '/a',
      'a/',
      '../a',
      'a/../b',
      'a/./b',
      'a//b',
      '.a',
      'A',
      'a b',
      'ä',
      'a\\b',
      'a/b.',
      'a\0',
    ])('refuses the key %j', (key) =>
      withStore(async (store) => {
        await expect(store.putIfAbsent(key, bytes('x'))).rejects.toThrow(InputError);
        await expect(store.get(key)).rejects.toThrow(InputError);
      }),
    );
  });
}
