import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/registry.ts';
import { createLibrary, type LibraryOptions } from '../../src/delivery/library.ts';
import type { Target } from '../../src/delivery/paths.ts';
import { createRegistry } from './registry.ts';

const stable: Target = { kind: 'alias', prompt: 'greet', alias: 'stable' };
const one: Target = { kind: 'version', prompt: 'greet', version: 1 };

async function setUp(options: LibraryOptions = {}) {
  const { store, move } = createRegistry();
  await move(1);
  const state = { now: 0, reads: 0, broken: false, hung: false, empty: false };
  const counted: Store = {
    ...store,
    async get(key) {
      state.reads++;
      if (state.hung) await new Promise(() => {});
      if (state.broken) throw new Error('no connection');
      return state.empty ? undefined : store.get(key);
    },
    async *list(prefix) {
      if (!state.empty) yield* store.list(prefix);
    },
  };
  const library = createLibrary(counted, { maxAgeMs: 500, now: () => state.now, ...options });
  const find = async (target: Target, fresh = false) => {
    const answer = await library.find(target, { fresh });
    return answer && { ageMs: answer.ageMs, ...JSON.parse(new TextDecoder().decode(answer.document.bytes)) };
  };
  return { library, find, move, state };
}

describe('a library', () => {
  it('answers from memory, and sees a move after half a second', async () => {
    const { find, move, state } = await setUp();
    expect(await find(stable)).toMatchObject({ seq: 1, version: 1, ageMs: 0 });
    const { reads } = state;
    await move(2);
    state.now = 499;
    expect(await find(stable)).toMatchObject({ version: 1, ageMs: 499 });
    expect(state.reads).toBe(reads);
    state.now = 500;
    expect(await find(stable)).toMatchObject({ seq: 2, version: 2, ageMs: 0 });
  });

  it('sees a move at once for who asks for a fresh answer', async () => {
    const { find, move } = await setUp();
    await find(stable);
    await move(2);
    expect(await find(stable, true)).toMatchObject({ version: 2 });
  });

  it('asks the registry once for everybody who waits', async () => {
    const { find, state } = await setUp();
    await Promise.all(Array.from({ length: 50 }, () => find(stable)));
    expect(state.reads).toBe(2);
    state.now = 1000;
    await Promise.all(Array.from({ length: 50 }, () => find(stable)));
    expect(state.reads).toBe(3);
  });

  it('reads a version once', async () => {
    const { find, state } = await setUp();
    await find(one);
    state.now = 1e9;
    expect(await find(one)).toMatchObject({ version: 1, ageMs: 0 });
    expect(state.reads).toBe(1);
  });

  it('goes on with what it knows while the registry cannot be read, and says how old it is', async () => {
    const { library, find, move, state } = await setUp();
    await find(stable);
    state.broken = true;
    state.now = 90_000;
    expect(await find(stable)).toMatchObject({ version: 1, ageMs: 90_000 });
    expect(library.isReadable()).toBe(false);
    // Nobody knows whether it has none.
    await expect(find({ ...stable, alias: 'canary' })).rejects.toThrow('no connection');
    await expect(find(one)).rejects.toThrow('no connection');
    state.broken = false;
    await move(2);
    expect(await find(stable)).toMatchObject({ version: 2, ageMs: 0 });
    expect(library.isReadable()).toBe(true);
  });

  it('does not wait for a registry that hangs where it knows something', async () => {
    const { find, state } = await setUp({ patienceMs: 20 });
    await find(stable);
    state.hung = true;
    state.now = 5000;
    expect(await find(stable)).toMatchObject({ version: 1, ageMs: 5000 });
    expect(await find(stable, true)).toMatchObject({ version: 1, ageMs: 5000 });
  });

  it('knows nothing of what is not there', async () => {
    const { find } = await setUp();
    expect(await find({ kind: 'alias', prompt: 'greet', alias: 'canary' })).toBeUndefined();
    expect(await find({ kind: 'alias', prompt: 'nobody', alias: 'stable' })).toBeUndefined();
    expect(await find({ kind: 'version', prompt: 'greet', version: 9 })).toBeUndefined();
  });

  it('goes on with what it knows where the moves that it saw are gone, and says of nothing that it does not exist', async () => {
    const failures: unknown[] = [];
    const { library, find, move, state } = await setUp({ onFailing: (error) => void failures.push(error) });
    await find({ kind: 'index' });
    await find(stable);
    state.empty = true;
    state.now = 90_000;
    expect(await find(stable)).toMatchObject({ version: 1, ageMs: 90_000 });
    expect(await find({ kind: 'index' })).toMatchObject({ prompts: [{ prompt: 'greet' }], ageMs: 90_000 });
    expect(library.isReadable()).toBe(false);
    for (const unknown of [{ ...stable, alias: 'canary' }, one]) {
      await expect(find(unknown)).rejects.toThrow('move 1 was seen, and the registry has no such alias');
    }
    expect(failures).toHaveLength(1);
    state.empty = false;
    await move(2);
    expect(await find(stable)).toMatchObject({ version: 2, ageMs: 0 });
    expect(library.isReadable()).toBe(true);
  });

  it('takes the age from what reads the registry for it, and asks that for a fresh answer', async () => {
    const asked: boolean[] = [];
    const standing = { ageMs: 3000, isCurrent: true };
    const { library, find } = await setUp({
      async refresh({ fresh }) {
        asked.push(fresh);
        return standing;
      },
    });
    expect(await find(stable)).toMatchObject({ ageMs: 3000 });
    expect(await find(stable, true)).toMatchObject({ ageMs: 3000 });
    expect(asked).toEqual([false, true]);
    Object.assign(standing, { ageMs: 35_000, isCurrent: false });
    expect(await find(stable, true)).toMatchObject({ version: 1, ageMs: 35_000 });
    expect(library.isReadable()).toBe(false);
  });
});
