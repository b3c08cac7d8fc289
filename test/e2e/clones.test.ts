import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { git } from '../support/git.ts';
import type { OpenAIServer } from '../support/openai-server.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, statusOf, versionsOf } from './catalog.ts';
import { makeSumsProject, startSumsServer, writeDraft } from './sums-project.ts';

const registry = '.prompteval/registry';
const move = (seq: number) => `aliases/sums/stable/000000000${seq}.json`;

const whatToDo = 'keep every record of the one that was pushed first';

describe('two clones that both move an alias', () => {
  let server: OpenAIServer;
  /** Stable is version 1; versions 2 and 3 are published. */
  let original: TemporaryProject;

  beforeAll(async () => {
    server = await startSumsServer();
    original = await makeSumsProject(server.baseURL);
    await original.write('.gitignore', 'reports/*\n.prompteval/*\n!.prompteval/registry/\n');
    const prepare = async (...args: string[]) => {
      const { exitCode, stderr } = await runCli(args, { cwd: original.folder });
      expect(exitCode, stderr).toBe(0);
    };
    await writeDraft(original, { variant: 'poor' });
    await prepare('release', 'sums', '--quiet');
    for (const variant of ['fair', 'good']) {
      await writeDraft(original, { variant });
      await prepare('publish', 'sums', '--note', variant);
    }
    await git(original.folder, 'init', '--quiet');
    await git(original.folder, 'add', '.');
    await git(original.folder, 'commit', '--quiet', '-m', 'first');
  });
  afterAll(async () => {
    await server.close();
    await original.remove();
  });

  /** The first clone releases version 2 and pushes; the second does something else meanwhile, and can't push. */
  async function twoClones(meanwhile: (project: TemporaryProject) => Promise<unknown>) {
    const origin = await makeProject();
    await git(origin.folder, 'clone', '--quiet', '--bare', original.folder, '.');
    const [first, second] = [await makeProject(), await makeProject()];
    for (const { folder } of [first, second]) await git(folder, 'clone', '--quiet', origin.folder, '.');
    expect((await release(first, '@2')).exitCode).toBe(0);
    await commit(first);
    await git(first.folder, 'push', '--quiet', 'origin', 'main');
    await meanwhile(second);
    await commit(second);
    await expect(git(second.folder, 'push', 'origin', 'main')).rejects.toThrow(/rejected/);
    return { second };
  }

  it('conflict on push; the later one is stale by then, and nothing is lost', async () => {
    let run: RunFile | undefined;
    const { second } = await twoClones(async (project) => {
      const result = await release(project, '@3');
      expect(result.exitCode).toBe(0);
      run = result.json<RunFile>();
    });
    await expect(git(second.folder, 'pull', '--rebase', 'origin', 'main')).rejects.toThrow(
      new RegExp(`CONFLICT.*${move(2)}`),
    );

    // Before anybody decides, no command goes on.
    for (const args of [
      ['status', 'sums'],
      ['release', 'sums', '--run', run?.id ?? ''],
    ]) {
      const { exitCode, stderr } = await runCli(args, { cwd: second.folder });
      expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: expect.stringContaining(whatToDo) });
    }
    const audit = await runCli(['audit', 'verify'], { cwd: second.folder });
    expect(audit.exitCode).toBe(1);
    expect(audit.stdout).toContain(`${move(2)} holds both sides of a merge`);

    await git(second.folder, 'checkout', 'origin/main', '--', registry);
    await git(second.folder, 'rebase', '--continue');
    const stale = await runCli(['release', 'sums', '--run', run?.id ?? ''], { cwd: second.folder });
    expect(stale.exitCode).toBe(4);
    expect(stale.stderr).toMatch(/stale/);
    expect((await movesOf(second, 'sums')).map(({ to }) => to.version)).toEqual([1, 2]);
    expect(await versionsOf(second, 'sums')).toHaveLength(3);
    const blobs = (await second.list(`${registry}/blobs`)).map((file) => second.read(file));
    expect((await Promise.all(blobs)).some((text) => text.includes(`"${run?.id}"`))).toBe(true);
    expect(await auditExit(second)).toBe(0);

    expect((await release(second, '@3')).exitCode).toBe(0);
    await commit(second);
    await git(second.folder, 'push', '--quiet', 'origin', 'main');
    expect((await movesOf(second, 'sums')).map(({ to }) => to.version)).toEqual([1, 2, 3]);
    expect(await auditExit(second)).toBe(0);
  });

  it('leave a forked chain where both sides are kept, and every command says so', async () => {
    const { second } = await twoClones(async (project) => {
      expect((await release(project, '@3')).exitCode).toBe(0);
      const back = await runCli(['rollback', 'sums', '--reason', 'an incident'], { cwd: project.folder });
      expect(back.exitCode).toBe(0);
    });
    await expect(git(second.folder, 'pull', '--no-rebase', 'origin', 'main')).rejects.toThrow(/CONFLICT/);
    // Move 2 is the first clone's now, and move 3 is still the second's.
    await git(second.folder, 'checkout', 'origin/main', '--', registry);
    await commit(second);

    const commands = [
      ['status', 'sums'],
      ['release', 'sums'],
      ['rollback', 'sums', '--reason', 'again'],
    ];
    for (const args of commands) {
      const { exitCode, stderr } = await runCli(args, { cwd: second.folder });
      expect({ args, exitCode }).toEqual({ args, exitCode: 2 });
      expect(stderr).toContain(`${move(3)} does not follow ${move(2)}`);
      expect(stderr).toContain(whatToDo);
    }
    const audit = await runCli(['audit', 'verify'], { cwd: second.folder });
    expect(audit.exitCode).toBe(1);
    expect(audit.stdout).toContain(`${move(3)} does not follow ${move(2)}`);

    await git(second.folder, 'rm', '--quiet', `${registry}/${move(3)}`);
    expect(await auditExit(second)).toBe(0);
    expect((await statusOf(second, 'sums')).aliases.stable).toMatchObject({ version: 2, seq: 2 });
  });
});

function release(project: TemporaryProject, candidate: string): Promise<CliResult> {
  return runCli(['release', 'sums', '--candidate', candidate, '--json'], { cwd: project.folder });
}

async function commit({ folder }: TemporaryProject): Promise<void> {
  await git(folder, 'add', '.');
  await git(folder, 'commit', '--quiet', '-m', 'change');
}
