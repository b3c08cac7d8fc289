import { chmod } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MoveRecord } from '../../src/core/registry.ts';
import type { PromptStatus } from '../../src/project/overview/status.ts';
import { commitAll, git } from '../support/git.ts';
import { type OpenAIServer, startOpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import {
  configFile,
  isRight,
  makeSumsProject,
  readSumsRequest,
  sumsConfig,
  sumsPrompt,
  writeDraft,
} from './sums-project.ts';

let server: OpenAIServer;
/** A bare repository, and a clone of it in which nothing was released yet. */
let remote: TemporaryProject;

/** Whether the drafts `good` and `perfect` wait for each other. */
let together = false;

const cli = (project: TemporaryProject, ...args: string[]): Promise<CliResult> =>
  runCli(args, { cwd: project.folder });

beforeAll(async () => {
  const asked = new Set<string>();
  let bothAsk: () => void;
  const both = new Promise<void>((resolve) => {
    bothAsk = resolve;
  });
  server = await startOpenAIServer({
    async answer(request) {
      const sum = readSumsRequest(request);
      asked.add(sum.variant);
      // Two jobs are in the middle of their runs at the same time, however busy the machine is.
      if (['good', 'perfect'].every((variant) => asked.has(variant))) bothAsk();
      if (sum.variant === 'perfect' || (sum.variant === 'good' && together)) await both;
      return `So it is.\nA: ${isRight(sum) ? sum.number + 1 : 0}`;
    },
  });
  const registry = { git: { branch: 'main' } };
  const source = await makeSumsProject(server.baseURL, { rest: { registry } });
  const entries = JSON.parse(sumsConfig(server.baseURL, { rest: { registry } }));
  entries.prompts.other = { ...entries.prompts.sums, file: 'prompts/other.prompt.yml' };
  await source.write(configFile, JSON.stringify(entries));
  await source.write(
    'prompts/other.prompt.yml',
    sumsPrompt({ variant: 'fair' }).replace('name: sums', 'name: other'),
  );
  await source.write('.gitignore', 'reports/\n.prompteval/*\n!.prompteval/registry/\n');
  await git(source.folder, 'init', '--quiet', '-b', 'main');
  await commitAll(source.folder);
  remote = await makeProject();
  await git(remote.folder, 'clone', '--quiet', '--bare', source.folder, '.');
  await source.remove();
});
afterAll(async () => {
  await server.close();
  await remote.remove();
});

async function newRemote(): Promise<TemporaryProject> {
  const copy = await makeProject();
  await git(copy.folder, 'clone', '--quiet', '--bare', remote.folder, '.');
  return copy;
}

/** As CI makes it: with the newest commit only. */
async function cloneOf(bare: TemporaryProject): Promise<TemporaryProject> {
  const clone = await makeProject();
  await git(clone.folder, 'clone', '--quiet', '--depth', '1', `file://${bare.folder}`, '.');
  return clone;
}

/** The moves on the branch, whatever any clone has. */
async function movesIn(bare: TemporaryProject, prompt = 'sums'): Promise<MoveRecord[]> {
  const folder = `.prompteval/registry/aliases/${prompt}/stable/`;
  const names = await git(bare.folder, 'ls-tree', '--name-only', 'main', folder);
  const files = names.split('\n').filter((name) => name !== '');
  return Promise.all(files.map(async (file) => JSON.parse(await git(bare.folder, 'show', `main:${file}`))));
}

async function expectUntouched(clone: TemporaryProject, head: string): Promise<void> {
  expect(await git(clone.folder, 'status', '--porcelain')).toBe('');
  expect((await git(clone.folder, 'rev-parse', 'HEAD')).trim()).toBe(head);
  expect(await clone.list('.prompteval/registry')).toEqual([]);
}

describe('a registry on a branch', () => {
  it('takes a release as one commit of its own files, pushed at once; the clone stays as it is', async () => {
    const bare = await newRemote();
    const [one, two] = [await cloneOf(bare), await cloneOf(bare)];
    const head = (await git(one.folder, 'rev-parse', 'HEAD')).trim();
    const released = await cli(one, 'release', 'sums', '--json');
    expect(released.exitCode, released.stderr).toBe(0);
    await expectUntouched(one, head);
    expect(await git(bare.folder, 'log', '--format=%s', `${head}..main`)).toBe(
      'promote stable of sums: v1 [skip ci]\n',
    );
    const changed = await git(bare.folder, 'diff', '--name-only', head, 'main');
    expect(
      changed
        .trim()
        .split('\n')
        .every((path) => path.startsWith('.prompteval/registry/')),
    ).toBe(true);
    expect(changed).toContain('.prompteval/registry/.gitattributes');

    // Another clone sees it at once, and what it publishes, plans, freezes and takes back is there for the first.
    const status = (await cli(two, 'status', 'sums', '--json')).json<PromptStatus>();
    expect(status.aliases.stable).toMatchObject({ version: 1, seq: 1 });
    await writeDraft(two, { variant: 'good' });
    expect((await cli(two, 'publish', 'sums', '--note', 'better')).exitCode).toBe(0);
    expect((await cli(one, 'versions', 'sums', '--json')).json()).toHaveLength(2);
    const planned = await cli(two, 'release', 'sums', '--plan-only', '--json');
    expect(planned.exitCode, planned.stderr).toBe(0);
    const { digest } = planned.json<{ digest: string }>();
    expect((await cli(two, 'release', 'sums', '--apply', digest)).exitCode).toBe(0);
    expect((await cli(one, 'rollback', 'sums', '--reason', 'an incident')).exitCode).toBe(0);
    expect((await movesIn(bare)).map(({ kind }) => kind)).toEqual(['promote', 'promote', 'rollback']);
    const audit = await cli(two, 'audit', 'verify');
    expect(audit.exitCode, audit.stdout).toBe(0);
    // With a plain checkout of the branch the files are there for everybody.
    await git(one.folder, 'pull', '--quiet');
    const plain = await runCli(['audit', 'verify'], {
      cwd: one.folder,
      env: { PROMPTEVAL_REGISTRY: '.prompteval/registry' },
    });
    expect(plain.exitCode, plain.stdout).toBe(0);
  });

  it('lets one of two jobs win that release at the same time; the other exits with 4 and leaves nothing', async () => {
    const bare = await newRemote();
    const [first, second] = [await cloneOf(bare), await cloneOf(bare)];
    expect((await cli(first, 'release', 'sums', '--quiet')).exitCode).toBe(0);
    await writeDraft(first, { variant: 'good' });
    await writeDraft(second, { variant: 'perfect' });
    together = true;
    const results = await Promise.all([cli(first, 'release', 'sums'), cli(second, 'release', 'sums')]);
    together = false;
    const exits = results.map(({ exitCode }) => exitCode).sort();
    expect(exits, results.map(({ stderr }) => stderr).join('\n')).toEqual([0, 4]);
    const lost = results.find(({ exitCode }) => exitCode === 4);
    expect(lost?.stderr).toMatch(/moved meanwhile|now names|has pushed/);
    const moves = await movesIn(bare);
    expect(moves.map(({ seq }) => seq)).toEqual([1, 2]);
    for (const clone of [first, second]) {
      expect(await git(clone.folder, 'status', '--porcelain')).toBe(' M prompts/sums.prompt.yml\n');
      expect((await cli(clone, 'audit', 'verify')).exitCode).toBe(0);
    }
    expect((await cli(second, 'versions', 'sums', '--json')).json()).toHaveLength(2);
  });

  it('lands moves of different prompts one on top of the other', async () => {
    const bare = await newRemote();
    const [first, second] = [await cloneOf(bare), await cloneOf(bare)];
    const results = await Promise.all([cli(first, 'release', 'sums'), cli(second, 'release', 'other')]);
    expect(results.map(({ exitCode, stderr }) => [exitCode, exitCode === 0 ? '' : stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    expect([await movesIn(bare), await movesIn(bare, 'other')].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('says what to do where it may not push, can not reach the remote, or is in no clone', async () => {
    const bare = await newRemote();
    const clone = await cloneOf(bare);
    expect((await cli(clone, 'release', 'sums', '--quiet')).exitCode).toBe(0);
    await bare.write('hooks/pre-receive', '#!/bin/sh\necho "protected branch" >&2\nexit 1\n');
    await git(bare.folder, 'config', 'core.hooksPath', 'hooks');
    await chmod(bare.path('hooks/pre-receive'), 0o755);
    const frozen = await cli(clone, 'freeze', 'sums', '--reason', 'sale');
    expect([frozen.exitCode, frozen.stderr]).toEqual([2, expect.stringContaining('contents: write')]);
    expect(frozen.stderr).toContain('protected branch');
    expect(await movesIn(bare)).toHaveLength(1);

    await git(clone.folder, 'remote', 'set-url', 'origin', 'https://me:secret@127.0.0.1:1/none.git');
    const offline = await cli(clone, 'status', 'sums', '--json');
    expect(offline.exitCode, offline.stderr).toBe(0);
    expect(offline.json<PromptStatus>().aliases.stable).toMatchObject({ version: 1 });
    expect(offline.stderr).toContain('as this clone last saw it');
    expect(offline.stderr).not.toContain('secret');

    const unsaved = await cli(clone, 'freeze', 'sums', '--reason', 'sale');
    expect([unsaved.exitCode, unsaved.stderr]).toEqual([
      2,
      expect.stringContaining('a move needs the remote'),
    ]);
    expect(unsaved.stderr).not.toMatch(/contents: write|\.\./);
    const outside = await makeProject({
      [configFile]: await clone.read(configFile),
      'prompts/sums.prompt.yml': await clone.read('prompts/sums.prompt.yml'),
      'prompts/other.prompt.yml': await clone.read('prompts/other.prompt.yml'),
      'datasets/sums.csv': await clone.read('datasets/sums.csv'),
    });
    const none = await cli(outside, 'status', 'sums');
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('is in no repository')]);
  });

  it('may be a branch of its own, which the first record makes', async () => {
    const bare = await newRemote();
    const clone = await cloneOf(bare);
    const config = JSON.parse(await clone.read(configFile));
    config.registry = { git: { branch: 'prompts/live', folder: 'registry' } };
    await clone.write(configFile, JSON.stringify(config));
    const released = await cli(clone, 'release', 'sums', '--quiet');
    expect(released.exitCode, released.stderr).toBe(0);
    const files = await git(bare.folder, 'ls-tree', '-r', '--name-only', 'prompts/live');
    expect(
      files
        .trim()
        .split('\n')
        .every((path) => path.startsWith('registry/')),
    ).toBe(true);
    expect(await movesIn(bare)).toEqual([]);
    config.registry = { git: { branch: '../x', remote: '--upload-pack=x', folder: '../out' } };
    await clone.write(configFile, JSON.stringify(config));
    const wrong = await cli(clone, 'validate');
    expect(wrong.exitCode).toBe(2);
    for (const field of ['registry.git.branch', 'registry.git.remote', 'registry.git.folder']) {
      expect(wrong.stderr).toContain(field);
    }
  });
});
