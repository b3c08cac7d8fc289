import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { IntegrityError } from '../../src/core/errors.ts';
import { createFileStore } from '../../src/registry/fs/file-store.ts';
import { strayFiles } from '../../src/registry/fs/stray-files.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
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
      await mkdir(join(folder, 'a/Deep'));
      await writeFile(join(folder, 'README.md'), '');
      // The audit names what lies among records.
      const strays: string[] = [];
      for await (const path of strayFiles(folder)) strays.push(path);
      expect(strays).toEqual(['a/B.json', 'a/Deep/', 'a/b (1).json']);
    }));

  it('lists what a read finds: links to files and to folders, wherever they lead, and none in a circle', () =>
    withFolder(async (folder) => {
      const root = join(folder, 'registry');
      const store = createFileStore(root);
      await store.putIfAbsent('versions/a/0000000001.json', bytes);
      await store.putIfAbsent('aliases/a/b/0000000001.json', bytes);
      await rename(join(root, 'versions/a/0000000001.json'), join(folder, 'elsewhere'));
      await symlink(join(folder, 'elsewhere'), join(root, 'versions/a/0000000001.json'));
      await rename(join(root, 'aliases/a'), join(folder, 'mounted'));
      await symlink(join('..', '..', 'mounted'), join(root, 'aliases/a'));
      await symlink('..', join(root, 'aliases/up'));
      await mkdir(join(root, 'x'));
      await symlink(join(root, 'aliases'), join(root, 'x/y'));
      const keys = await listAll(store);
      expect(keys).toContain('versions/a/0000000001.json');
      expect(keys).toContain('aliases/a/b/0000000001.json');
      expect(keys.length).toBeLessThan(10);
      expect(await store.get('aliases/a/b/0000000001.json')).toEqual(Buffer.from(bytes));
      expect(await store.putIfAbsent('aliases/a/b/0000000002.json', bytes)).toBe('created');
      expect(await listAll(store, 'aliases/a/')).toHaveLength(2);
    }));

  it.each([
    ['a folder', (path: string) => mkdir(path)],
    ['a link that leads nowhere', (path: string) => symlink('nowhere', path)],
    ['a link that leads nowhere', (path: string) => symlink(path, path)],
    ['a pipe or a device', (path: string) => promisify(execFile)('mkfifo', [path])],
  ])('names %s in the place of a record, to who lists, reads and writes there', (what, make) =>
    withFolder(async (folder) => {
      const store = createFileStore(folder);
      const key = 'aliases/a/b/0000000001.json';
      await mkdir(join(folder, 'aliases/a/b'), { recursive: true });
      await make(join(folder, key));
      expect(await listAll(store)).toEqual([key]);
      for (const attempt of [store.get(key), store.putIfAbsent(key, bytes)]) {
        await expect(attempt).rejects.toThrow(IntegrityError);
        await expect(attempt).rejects.toThrow(`${key} is ${what} and no file`);
      }
      const { findings } = await verifyRegistry(store, () => '');
      expect(findings).toEqual([{ key, message: `is ${what} and no file` }]);
    }),
  );

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
