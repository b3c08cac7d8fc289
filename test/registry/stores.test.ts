import { chmod, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileStore } from '../../src/registry/fs/file-store.ts';
import { storeConformance } from './conformance.ts';
import { createMemoryStore, listAll } from './memory-store.ts';
import { temporaryFolder, withFolder } from './processes.ts';

storeConformance('in memory', async () => ({ store: createMemoryStore(), close: async () => undefined }));

storeConformance('of files', async () => {
  const folder = await temporaryFolder();
  const store = createFileStore(join(folder, 'registry'));
  return { store, close: () => rm(folder, { recursive: true, force: true }) };
});

const bytes = new TextEncoder().encode('record');

describe('a store of files', () => {
  it('writes nothing by reading', () =>
    withFolder(async (folder) => {
      const store = createFileStore(join(folder, 'registry'));
      await store.get('a/b');
      await listAll(store);
      expect(await readdir(folder)).toEqual([]);
    }));

  it('leaves no temporary file behind, whoever wins', () =>
    withFolder(async (folder) => {
      const store = createFileStore(folder);
      await Promise.all([1, 2, 3, 4].map(() => store.putIfAbsent('a/b', bytes)));
      expect(await readdir(join(folder, '.tmp'))).toEqual(['.gitignore']);
    }));

  it('keeps git from changing bytes and from taking unfinished files', () =>
    withFolder(async (folder) => {
      const root = join(folder, 'registry');
      await createFileStore(root).putIfAbsent('a/b', bytes);
      expect(await readFile(join(root, '.gitattributes'), 'utf8')).toBe('* -text\n');
      expect(await readFile(join(root, '.tmp/.gitignore'), 'utf8')).toBe('*\n');
    }));

  it('sweeps what killed processes left, and not what others are writing', () =>
    withFolder(async (folder) => {
      const stale = '99-0123456789abcdef.tmp';
      const young = '98-0123456789abcdef.tmp';
      await mkdir(join(folder, '.tmp'));
      for (const name of [stale, young, 'notes.txt']) await writeFile(join(folder, '.tmp', name), '');
      const yesterday = new Date(Date.now() - 86_400_000);
      for (const name of [stale, 'notes.txt']) await utimes(join(folder, '.tmp', name), yesterday, yesterday);
      await createFileStore(folder).putIfAbsent('a/b', bytes);
      expect((await readdir(join(folder, '.tmp'))).sort()).toEqual(['.gitignore', young, 'notes.txt']);
    }));

  it('goes on where its folders were removed meanwhile', () =>
    withFolder(async (folder) => {
      const store = createFileStore(join(folder, 'registry'));
      await store.putIfAbsent('a/b', bytes);
      await rm(join(folder, 'registry'), { recursive: true });
      expect(await store.putIfAbsent('a/b', bytes)).toBe('created');
      expect(await listAll(store)).toEqual(['a/b']);
    }));

  it('passes over files that are no keys', () =>
    withFolder(async (folder) => {
      const store = createFileStore(folder);
      await store.putIfAbsent('a/b.json', bytes);
      for (const name of ['.DS_Store', 'B.json', 'b (1).json']) await writeFile(join(folder, 'a', name), '');
      expect(await listAll(store)).toEqual(['a/b.json']);
    }));

  it('says what is wrong with the place', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      const store = createFileStore(join(folder, 'file'));
      await expect(store.putIfAbsent('a/b', bytes)).rejects.toThrow(
        /the registry can't be used: .* (ENOTDIR|EEXIST)/,
      );
    }));

  it.skipIf(process.getuid?.() === 0)('says that it may not write (skipped for root)', () =>
    withFolder(async (folder) => {
      await chmod(folder, 0o500);
      const store = createFileStore(join(folder, 'registry'));
      await expect(store.putIfAbsent('a/b', bytes)).rejects.toThrow(/EACCES/);
    }),
  );
});
