import { expect, it } from 'vitest';
import type { Store } from '../../../src/core/registry.ts';
import { newAliasWarning, refuseMistypedAlias } from '../../../src/project/prompts/new-alias.ts';
import { movesFolder, numberedKey } from '../../../src/registry/keys.ts';
import { createMemoryStore } from '../../registry/memory-store.ts';

async function storeWith(...aliases: string[]): Promise<Store> {
  const store = createMemoryStore();
  for (const alias of aliases)
    await store.putIfAbsent(numberedKey(movesFolder('sort', alias), 1), new Uint8Array());
  return store;
}

it.each([
  ['stabel', 'stable'],
  ['stabl', 'stable'],
  ['acme/sstable', 'acme/stable'],
  ['canery', 'canary'],
  ['STABLE', 'stable'],
  ['acme/Stable', 'acme/stable'],
  ['Acme/prod', 'acme/'],
])('%s is taken for a slip of the pen', async (typed, meant) => {
  const store = await storeWith('stable', 'acme/stable', 'canary');
  await expect(refuseMistypedAlias(store, 'sort', typed)).rejects.toThrow(`Did you mean "${meant}"?`);
});

it.each(['stage', 'staging', 'acne/stable', 'globex/stable', 'stable2', 'canary-1', 'nosuch', 'prod'])(
  '%s is a new alias, of which a run says that it compared nothing',
  async (alias) => {
    const store = await storeWith('stable', 'acme/stable', 'canary');
    await refuseMistypedAlias(store, 'sort', alias);
    expect(await newAliasWarning(store, 'sort', alias)).toEqual({
      message: `the alias "${alias}" of sort does not exist yet, so nothing was compared`,
      hint: expect.stringMatching(/^There are: .*stable/),
    });
  },
);

it('a first release of a prompt is nothing to warn of', async () => {
  await refuseMistypedAlias(await storeWith(), 'sort', 'stabel');
  expect(await newAliasWarning(await storeWith(), 'sort', 'stable')).toBeNull();
});
