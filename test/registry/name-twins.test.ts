import { expect, it } from 'vitest';
import { createRegistry } from '../delivery/registry.ts';

it.each([
  ['an alias', 'STABLE', 'greet', 'aliases/'],
  ["a tenant's alias", 'Acme/prod', 'greet', 'aliases/'],
  ['a prompt', 'stable', 'GREET', 'versions/'],
])('%s that differs from another only by case is not made', async (_, alias, prompt, folder) => {
  const { store, move } = createRegistry();
  await move(1);
  await move(1, 'acme/stable');
  const keys = [...(store.entries?.keys() ?? [])];
  await expect(move(1, alias, prompt)).rejects.toThrow('only by case');
  expect([...(store.entries?.keys() ?? [])].filter((key) => key.startsWith(folder))).toEqual(
    keys.filter((key) => key.startsWith(folder)),
  );
});

it('names with capitals are as good as others', async () => {
  const { move } = createRegistry();
  expect(await move(1, 'Stable', 'Greet')).toBe(1);
  expect(await move(2, 'Stable', 'Greet')).toBe(2);
  expect(await move(1, 'stable', 'other')).toBe(1);
});

it('what an older version made goes on', async () => {
  const { store, move } = createRegistry();
  await move(1);
  for (const [alias, prompt] of [['Stable', 'greet'] as const, ['stable', 'Greet'] as const]) {
    const other = createRegistry();
    await other.move(1, alias, prompt);
    for (const [key, bytes] of other.store.entries ?? []) store.entries?.set(key, bytes);
  }
  expect(await move(2, 'Stable')).toBe(2);
  expect(await move(2, 'stable', 'Greet')).toBe(2);
});
