import { mkdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/registry.ts';
import { type BundleFile, bundleFiles, snapshotFile } from '../../src/delivery/bundle.ts';
import { urlPath } from '../../src/delivery/paths.ts';
import { writeBundle } from '../../src/delivery/write-bundle.ts';
import { makeProject } from '../support/temporary-project.ts';
import { createRegistry, serve } from './registry.ts';

async function filesOf(store: Store, options?: { all: boolean }): Promise<BundleFile[]> {
  const files: BundleFile[] = [];
  for await (const file of bundleFiles(store, options)) files.push(file);
  return files;
}

describe('a bundle', () => {
  it('has the bytes that a server hands out, of every document', async () => {
    const { store, move } = createRegistry();
    await move(3);
    await move(2);
    await move(1, 'acme/stable');
    await move(1, 'Stable', 'Tier.art_1');
    const files = await filesOf(store, { all: true });
    expect(files).toHaveLength(8);
    expect(files.map(({ path }) => path)).toContain('v1/prompts/Tier.art_1/aliases/Stable.json');
    const { url } = await serve(store);
    for (const { path, bytes } of files) {
      const answer = await fetch(`${url}/${urlPath(path)}`);
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        200,
        new TextDecoder().decode(bytes),
      ]);
    }
    const { documents } = JSON.parse(new TextDecoder().decode(snapshotFile(files).bytes));
    for (const { path, bytes } of files) {
      expect(JSON.stringify(documents[path])).toBe(new TextDecoder().decode(bytes));
    }
  });

  it('holds what is live, and every version where it is asked to', async () => {
    const { store, move } = createRegistry();
    await move(3);
    await move(2, 'acme/stable');
    const live = [
      'v1/prompts/greet/versions/2.json',
      'v1/prompts/greet/versions/3.json',
      'v1/prompts/greet/aliases/acme/stable.json',
      'v1/prompts/greet/aliases/stable.json',
      'v1/prompts.json',
    ];
    expect((await filesOf(store)).map(({ path }) => path)).toEqual(live);
    expect((await filesOf(store, { all: true })).map(({ path }) => path)).toEqual([
      'v1/prompts/greet/versions/1.json',
      ...live,
    ]);
  });

  it('replaces an older one, and touches nothing that is not its own', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const project = await makeProject({ '.git/HEAD': 'ours' });
    expect(await writeBundle(project.folder, await filesOf(store))).toMatchObject({ removed: [] });
    const strangers = ['index.html', 'v1/prompts/greet/README.md', 'v1/prompts/greet/versions/readme.json'];
    for (const file of strangers) await project.write(file, 'ours');
    await move(2);
    const changed = await writeBundle(project.folder, await filesOf(store));
    expect(changed.removed).toEqual(['v1/prompts/greet/versions/1.json']);
    expect(await project.list()).toEqual([
      '.git/HEAD',
      'index.html',
      'v1/prompts.json',
      'v1/prompts/greet/README.md',
      'v1/prompts/greet/aliases/stable.json',
      'v1/prompts/greet/versions/2.json',
      'v1/prompts/greet/versions/readme.json',
    ]);
    expect(await writeBundle(project.folder, await filesOf(store))).toEqual({
      files: 3,
      written: [],
      removed: [],
    });
  });

  it.each([
    ['a snapshot of something else', { 'snapshot.json': '{"mine":1}' }, 'holds files that are no bundle'],
    [
      'documents without their index',
      { 'v1/prompts/greet/versions/1.json': '{}' },
      'holds files that are no bundle',
    ],
    ['an index of something else', { 'v1/prompts.json': '{"mine":1}' }, 'holds a v1/prompts.json that is of'],
    ['an index without its checksum', { 'v1/prompts.json': '{"v":1,"prompts":[]}' }, 'is of no bundle'],
    ['an index that is no JSON', { 'v1/prompts.json': '{"v":1,' }, 'is of no bundle'],
  ])('is not written into a folder with %s', async (_, files, message) => {
    const { store, move } = createRegistry();
    await move(1);
    const project = await makeProject(files);
    await expect(writeBundle(project.folder, await filesOf(store), 'public')).rejects.toThrow(message);
    const read = await Promise.all(
      (await project.list()).map(async (file) => [file, await project.read(file)]),
    );
    expect(Object.fromEntries(read)).toEqual(files);
  });

  it('is not written in the place of a file', async () => {
    const project = await makeProject({ public: 'mine' });
    const files = await filesOf(createRegistry().store);
    await expect(writeBundle(project.path('public'), files, 'public')).rejects.toThrow(
      'folder: public is a file, and nothing was written; expected a new folder, or a bundle that prompteval wrote',
    );
  });

  it('is finished where its first writing was cut short', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const project = await makeProject();
    const folder = project.path('out');
    const files = await filesOf(store);
    const failing = { path: `${files[0]?.path}/below`, bytes: new Uint8Array() };
    await expect(writeBundle(folder, files.toSpliced(1, 0, failing))).rejects.toThrow();
    await writeBundle(folder, files);
    expect(await project.list('out')).toHaveLength(files.length);
  });

  it.each([
    ['before anything of it was there', {}],
    ['before its first file was there', { 'v1/prompts.json.0123456789abcdef.tmp': '{"v"' }],
    ['before its snapshot was there', { 'snapshot.json.0123456789abcdef.tmp': '{"v"' }],
  ])('takes away what a process left that was killed %s', async (_, left) => {
    const { store, move } = createRegistry();
    await move(1);
    const project = await makeProject(left);
    await mkdir(project.path('v1/prompts'), { recursive: true });
    const files = await filesOf(store);
    await writeBundle(project.folder, [...files, snapshotFile(files)]);
    const expected = [...files.map(({ path }) => path), 'snapshot.json'];
    expect(await project.list()).toEqual(expected.sort());
  });

  it.each([
    ['prompts', 'stable', 'Greet', 'the prompts "Greet" and "greet" differ only by case'],
    ['aliases', 'Stable', 'greet', 'the aliases "Stable" and "stable" of greet differ only by case'],
    ['tenants', 'Acme/canary', 'greet', 'the aliases "Acme/" and "acme/" of greet differ only by case'],
  ])('refuses %s that differ only by case', async (_, alias, prompt, message) => {
    const { store, move } = createRegistry();
    await move(1);
    await move(1, 'acme/stable');
    await expect(filesOf(store)).resolves.toHaveLength(4);
    await expect(move(1, alias, prompt)).rejects.toThrow('only by case');
    // As they were made by an older version, or come from another registry.
    const other = createRegistry();
    await other.move(1, alias, prompt);
    for (const [key, bytes] of other.store.entries ?? []) store.entries?.set(key, bytes);
    await expect(filesOf(store)).rejects.toThrow(message);
  });

  it('is not emptied by a registry in which nothing was ever released, such as a volume that is not mounted', async () => {
    const { store, move } = createRegistry();
    await move(1);
    const project = await makeProject();
    const nothing = await filesOf(createRegistry().store);
    expect((await writeBundle(project.folder, nothing)).written).toEqual(['v1/prompts.json']);
    await writeBundle(project.folder, await filesOf(store));
    const before = await project.list('v1');
    await expect(writeBundle(project.folder, nothing)).rejects.toThrow(
      'this bundle has an alias, and in the registry',
    );
    expect(await project.list('v1')).toEqual(before);
  });

  it('is not made of a damaged registry', async () => {
    const { store, move } = createRegistry();
    await move(1);
    store.entries?.delete('versions/greet/0000000001.json');
    await move(1, 'stable', 'other');
    await expect(filesOf(store)).resolves.toHaveLength(3);
    store.entries?.set('versions/greet/0000000001.json', new Uint8Array([1]));
    await expect(filesOf(store)).rejects.toThrow(/versions\/greet\/0000000001\.json is damaged/);
  });
});
