import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConflictError, InputError } from '../../src/core/errors.ts';
import { readAlias, readMoves } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { type GitRegistry, openGitRegistry } from '../../src/registry/git/git-registry.ts';
import { verifyRegistry } from '../../src/registry/verify.ts';
import { listVersions } from '../../src/registry/versions.ts';
import { git } from '../support/git.ts';
import { listAll } from './memory-store.ts';
import { withFolder } from './processes.ts';
import { digestOfPrompt, promotion, publish, request } from './records.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** A bare repository without a commit, and clones of it as jobs have them. */
async function withRemote(
  use: (clone: (warn?: (text: string) => void) => Promise<GitRegistry>, bare: string) => Promise<void>,
) {
  await withFolder(async (folder) => {
    const bare = join(folder, 'remote.git');
    await git(folder, 'init', '--quiet', '--bare', '-b', 'main', bare);
    let clones = 0;
    await use(async (warn = (text) => expect.fail(text)) => {
      const root = join(folder, `clone-${clones++}`);
      await git(folder, 'clone', '--quiet', bare, root);
      const place = { root, branch: 'live', remote: 'origin', folder: 'registry' };
      return openGitRegistry(place, warn);
    }, bare);
  });
}

it('keeps the bytes that came first, in the order of whole keys, and makes its branch with the first', () =>
  withRemote(async (clone, bare) => {
    const { store } = await clone();
    expect(await listAll(store)).toEqual([]);
    const first = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(await store.putIfAbsent('a/10', first)).toBe('created');
    expect(await store.putIfAbsent('a/10', bytes('second'))).toBe('exists');
    await store.putIfAbsent('a-b/1', new Uint8Array());
    await store.putIfAbsent('a/2', bytes('\r\n'));
    const other = (await clone()).store;
    for (const reader of [store, other]) {
      expect(await listAll(reader)).toEqual(['a-b/1', 'a/10', 'a/2']);
      expect(Uint8Array.from((await reader.get('a/10')) ?? [])).toEqual(first);
      expect((await reader.get('a-b/1'))?.length).toBe(0);
      expect(new TextDecoder().decode(await reader.get('a/2'))).toBe('\r\n');
      expect(await reader.get('a/3')).toBeUndefined();
    }
    await expect(store.putIfAbsent('../x', bytes('x'))).rejects.toThrow(InputError);
    expect(await git(bare, 'ls-tree', '-r', '--name-only', 'live')).toContain('registry/.gitattributes');
  }));

it('tells one of many that it created a key, in one clone and in several', () =>
  withRemote(async (clone) => {
    const registries = await Promise.all([clone(), clone(), clone()]);
    const puts = registries.flatMap(({ store }, index) =>
      [0, 1].map((time) => store.putIfAbsent('aliases/a/b/1', bytes(`${index} ${time}`))),
    );
    const outcomes = await Promise.all(puts);
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1);
  }));

it('makes a release one commit, whole or not at all', () =>
  withRemote(async (clone, bare) => {
    const [one, two] = [await clone(), await clone()];
    const first = await publish(one.store, 'one');
    await appendMove(one.store, await promotion(one.store, null, first), 0);
    expect(await git(bare, 'log', '--format=%s', 'live')).toBe('promote stable of triage: v1 [skip ci]\n');
    // Both have read that stable is version 1.
    expect((await readAlias(two.store, 'triage', 'stable'))?.seq).toBe(1);
    const [left, right] = [await publish(one.store, 'left'), await publish(two.store, 'right')];
    await appendMove(one.store, await promotion(one.store, first, left), 1);
    const lost = appendMove(two.store, await promotion(two.store, first, right), 1);
    await expect(lost).rejects.toThrow(ConflictError);
    await expect(lost).rejects.toThrow(/moved meanwhile: ana moved it from version 1 to version 2/);
    const third = await clone();
    for (const { store } of [one, two, third]) {
      expect((await listVersions(store, 'triage')).map(({ digest }) => digest)).toEqual([
        first.digest,
        left.digest,
      ]);
      expect(await verifyRegistry(store, digestOfPrompt)).toEqual({
        checked: { versions: 2, moves: 2, blobs: 2 },
        findings: [],
      });
    }
  }));

it('refuses a version whose number somebody else took, and keeps what waits for no move when it is told to', () =>
  withRemote(async (clone) => {
    const [one, two] = [await clone(), await clone()];
    await publish(one.store, 'left');
    await publish(two.store, 'right');
    await one.settle();
    await expect(two.settle()).rejects.toThrow(/pushed versions\/triage\/0000000001.json to live meanwhile/);
    await two.settle();
    expect(await listVersions((await clone()).store, 'triage')).toHaveLength(1);
  }));

it('lands every move of clones that push at the same time, each exactly once', { timeout: 60_000 }, () =>
  withRemote(async (clone) => {
    const aliases = ['stable', 'canary', 'acme/stable'];
    const first = await clone();
    const version = await publish(first.store, 'one');
    await first.settle();
    const registries = await Promise.all(aliases.map(() => clone()));
    await Promise.all(
      registries.map(async ({ store }, index) => {
        const alias = aliases[index] ?? '';
        const promote = { ...(await promotion(store, null, version)), alias };
        await appendMove(store, promote, 0);
        for (const [seq, kind] of [
          [1, 'freeze'],
          [2, 'unfreeze'],
        ] as const) {
          await appendMove(store, { ...request(version, kind), alias }, seq);
        }
      }),
    );
    const { store } = await clone();
    for (const alias of aliases) {
      expect((await readMoves(store, 'triage', alias)).map(({ kind }) => kind)).toEqual([
        'promote',
        'freeze',
        'unfreeze',
      ]);
    }
  }),
);

describe('for a server', () => {
  it('is asked again where the answer has to be fresh, and seldom where it need not be', () =>
    withRemote(async (clone) => {
      const [server, job] = [await clone(), await clone()];
      await job.store.putIfAbsent('aliases/a/b/1', bytes('one'));
      expect(await server.refresh({ fresh: false })).toMatchObject({ isCurrent: true });
      await job.store.putIfAbsent('aliases/a/b/2', bytes('two'));
      await server.refresh({ fresh: false });
      expect(await listAll(server.store)).toEqual(['aliases/a/b/1']);
      const standings = await Promise.all([1, 2, 3].map(() => server.refresh({ fresh: true })));
      expect(await listAll(server.store)).toEqual(['aliases/a/b/1', 'aliases/a/b/2']);
      for (const { isCurrent, ageMs } of standings) {
        expect(isCurrent).toBe(true);
        expect(ageMs).toBeGreaterThan(0);
      }
    }));

  it('goes on while its remote is gone, and says since when it is not sure; so after a restart', () =>
    withRemote(async (clone, bare) => {
      const warnings: string[] = [];
      const server = await clone((text) => void warnings.push(text));
      await server.store.putIfAbsent('aliases/a/b/1', bytes('one'));
      const before = await server.refresh({ fresh: true });
      await rename(bare, `${bare}.away`);
      const first = await server.refresh({ fresh: true });
      const second = await server.refresh({ fresh: true });
      expect([first.isCurrent, second.isCurrent]).toEqual([false, false]);
      expect(first.ageMs).toBeGreaterThan(before.ageMs);
      expect(second.ageMs).toBeGreaterThan(first.ageMs);
      expect(await listAll(server.store)).toEqual(['aliases/a/b/1']);
      expect(warnings).toEqual([expect.stringContaining('as this clone last saw it')]);
      await rename(`${bare}.away`, bare);
      expect(await server.refresh({ fresh: true })).toMatchObject({ isCurrent: true });
    }));

  it('knows of no age but that of the commit where its remote was never reached', () =>
    withRemote(async (clone, bare) => {
      const job = await clone();
      await job.store.putIfAbsent('aliases/a/b/1', bytes('one'));
      const server = await clone(() => {});
      await rename(bare, `${bare}.away`);
      const { isCurrent, ageMs } = await server.refresh({ fresh: false });
      expect(isCurrent).toBe(false);
      const seconds = Number(await git(`${bare}.away`, 'show', '-s', '--format=%ct', 'live'));
      expect(Math.abs(Date.now() - seconds * 1000 - ageMs)).toBeLessThan(60_000);
      expect(await listAll(server.store)).toEqual(['aliases/a/b/1']);
    }));
});

describe('a branch from which records are gone', () => {
  it.each([
    ['was deleted', ['update-ref', '-d', 'refs/heads/live'], 'is gone'],
    ['was set back', ['update-ref', 'refs/heads/live', 'live~1'], 'was set back'],
  ])(
    'that %s is a conflict for every clone that knows better, until it is told to forget',
    async (_, command, says) =>
      withRemote(async (clone, bare) => {
        const job = await clone();
        const first = await publish(job.store, 'one');
        await appendMove(job.store, await promotion(job.store, null, first), 0);
        await appendMove(job.store, request(first, 'freeze'), 1);
        const root = join(bare, '..', 'clone-0');
        const reopened = () => {
          const place = { root, branch: 'live', remote: 'origin', folder: 'registry' };
          return openGitRegistry(place, (text) => expect.fail(text)).store;
        };
        await git(bare, ...command);
        for (let time = 0; time < 2; time++) {
          const read = readAlias(reopened(), 'triage', 'stable');
          await expect(read).rejects.toThrow(ConflictError);
          await expect(read).rejects.toThrow(says);
        }
        const error = await readAlias(reopened(), 'triage', 'stable').catch(String);
        const [, restore = '', forget = ''] =
          /with: (git push .*)\n.*has seen: (git .*)$/s.exec(String(error)) ?? [];
        const [, ...push] = restore.split(' ');
        await git(root, ...push);
        expect((await readAlias(reopened(), 'triage', 'stable'))?.seq).toBe(2);
        await git(bare, ...command);
        for (const part of forget.split(' && ')) await git(root, ...part.split(' ').slice(1));
        expect((await readAlias(reopened(), 'triage', 'stable'))?.seq ?? null).toBe(
          says === 'is gone' ? null : 1,
        );
      }),
  );

  it('may lose what is no record, and may be one that this clone only fetched', () =>
    withRemote(async (clone, bare) => {
      const job = await clone();
      await job.store.putIfAbsent('aliases/a/b/1', bytes('one'));
      const root = join(bare, '..', 'clone-0');
      await git(root, 'fetch', '--quiet');
      await git(root, 'update-ref', '-d', 'refs/prompteval/live');
      await git(root, 'checkout', '--quiet', '--orphan', 'other', 'origin/live');
      await git(root, 'commit', '--quiet', '-m', 'squashed');
      await git(root, 'push', '--quiet', '--force', 'origin', 'other:live');
      expect(await listAll((await clone()).store)).toEqual(['aliases/a/b/1']);
      const place = { root, branch: 'live', remote: 'origin', folder: 'registry' };
      expect(await listAll(openGitRegistry(place, (text) => expect.fail(text)).store)).toEqual([
        'aliases/a/b/1',
      ]);
      await git(root, 'update-ref', '-d', 'refs/prompteval/live');
      await git(bare, 'update-ref', '-d', 'refs/heads/live');
      const read = listAll(openGitRegistry(place, (text) => expect.fail(text)).store);
      await expect(read).rejects.toThrow('is gone: a record that this clone has seen there is missing');
    }));
});
