import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/registry.ts';
import { listPublishedPrompts } from '../../src/registry/published-prompts.ts';
import {
  findVersionByDigest,
  listVersions,
  publishVersion,
  readLatestVersion,
  readVersion,
} from '../../src/registry/versions.ts';
import { createMemoryStore } from './memory-store.ts';
import { at, digestOfPrompt, promptFile, publish } from './records.ts';

const requestFor = (text: string) => {
  const file = promptFile(text);
  return { prompt: 'triage', digest: digestOfPrompt(file), file, note: 'A note', actor: 'ana', at };
};

describe('publishVersion', () => {
  it('numbers new digests and reuses known ones', async () => {
    const store = createMemoryStore();
    expect(await publishVersion(store, requestFor('one'))).toMatchObject({
      created: true,
      record: { version: 1 },
    });
    expect(await publishVersion(store, requestFor('two'))).toMatchObject({
      created: true,
      record: { version: 2 },
    });
    const again = await publishVersion(store, { ...requestFor('one'), note: 'Another', actor: 'ben' });
    expect(again).toMatchObject({ created: false, record: { version: 1, note: 'A note', actor: 'ana' } });
    expect((await listVersions(store, 'triage')).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('writes JSON that a person can read, with a line feed at its end', async () => {
    const store = createMemoryStore();
    await publish(store, 'one');
    const text = new TextDecoder().decode(store.entries.get('versions/triage/0000000001.json'));
    expect(text.startsWith('{\n  "v": 1,\n  "prompt": "triage",\n  "version": 1,\n')).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('reuses the version of whoever took the number meanwhile', async () => {
    const store = createMemoryStore();
    const racing = beforeFirstPut(store, () => publish(store, 'same').then(() => undefined));
    const { record, created } = await publishVersion(racing, requestFor('same'));
    expect({ version: record.version, created }).toEqual({ version: 1, created: false });
    expect(await listVersions(store, 'triage')).toHaveLength(1);
  });

  it('looks at every number that others took, not only at the last', async () => {
    const store = createMemoryStore();
    const racing = beforeFirstPut(store, async () => {
      for (const text of ['other', 'same', 'third']) await publish(store, text);
    });
    const { record, created } = await publishVersion(racing, requestFor('same'));
    expect({ version: record.version, created }).toEqual({ version: 2, created: false });
  });

  it('is not misled by a listing that shows a number before the one below it', async () => {
    const store = createMemoryStore();
    for (const text of ['one', 'same']) await publish(store, text);
    const blind: Store = {
      ...store,
      list: () => (async function* () {})(),
    };
    expect((await publishVersion(blind, requestFor('same'))).record.version).toBe(2);
  });

  it('fills no gap: what stood there may be what an alias names', async () => {
    const store = createMemoryStore();
    for (const text of ['one', 'two', 'three']) await publish(store, text);
    store.entries.delete('versions/triage/0000000002.json');
    await expect(publish(store, 'four')).rejects.toThrow('versions/triage/0000000002.json is missing');
    await expect(listVersions(store, 'triage')).rejects.toThrow('versions/triage/0000000002.json is missing');
  });
});

describe('reading versions', () => {
  it('finds them by number, digest and as the latest', async () => {
    const store = createMemoryStore();
    const one = await publish(store, 'one');
    const two = await publish(store, 'two');
    expect(await readVersion(store, 'triage', 2)).toEqual(two);
    expect(await readVersion(store, 'triage', 3)).toBeUndefined();
    expect(await readLatestVersion(store, 'triage')).toEqual(two);
    expect(await readLatestVersion(store, 'other')).toBeUndefined();
    expect(await findVersionByDigest(store, 'triage', one.digest)).toEqual(one);
    expect(await findVersionByDigest(store, 'triage', one.digest.slice(0, 20))).toEqual(one);
    expect(await findVersionByDigest(store, 'triage', 'sha256:')).toBeUndefined();
    expect(await findVersionByDigest(store, 'triage', `sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });

  it('says which versions a short digest could mean', async () => {
    const store = createMemoryStore();
    for (let index = 0; index < 17; index++) await publish(store, `text ${index}`);
    const first = (await listVersions(store, 'triage')).map(({ digest }) => digest.at(7) ?? '');
    const twice = first.find((digit, index) => first.indexOf(digit) !== index) ?? '';
    await expect(findVersionByDigest(store, 'triage', twice)).rejects.toThrow(/begins with .: \d+, \d+/);
  });

  it('keeps prompts apart and lists them', async () => {
    const store = createMemoryStore();
    await publish(store, 'one', 'triage');
    await publish(store, 'one', 'Sort');
    expect(await listPublishedPrompts(store)).toEqual(['Sort', 'triage']);
    expect(await listVersions(store, 'triage')).toHaveLength(1);
  });
});

/** A store in which something happens just before the first write. */
function beforeFirstPut(store: Store, happen: () => Promise<void>): Store {
  let pending: (() => Promise<void>) | undefined = happen;
  return {
    ...store,
    async putIfAbsent(key, bytes) {
      const now = pending;
      pending = undefined;
      await now?.();
      return await store.putIfAbsent(key, bytes);
    },
  };
}
