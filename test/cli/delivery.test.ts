import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { serveCli } from '../support/serve-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { cli, copyOf, makeReleasedProject, succeed } from './released-project.ts';

let released: TemporaryProject;
beforeAll(async () => {
  released = await makeReleasedProject();
});
afterAll(() => released.remove());

const stable = '/v1/prompts/greet/aliases/stable';

it.each(['SIGTERM', 'SIGINT'] as const)(
  'serves what is live until %s, and sees a rollback',
  async (signal) => {
    const project = await copyOf(released);
    const { url, stop } = await serveCli([], { cwd: project.folder });
    const version = async () => JSON.parse(await (await fetch(url + stable)).text()).version;
    expect(await version()).toBe(2);
    await succeed(project, 'rollback', 'greet', '--reason', 'trying it');
    await expect.poll(version, { timeout: 10_000 }).toBe(1);
    const { exitCode, json } = await stop(signal);
    expect([exitCode, json()]).toEqual([0, { url }]);
  },
);

it('asks for the token of a variable, and shows it nowhere', async () => {
  const token = 'c0ffee-c0ffee-c0ffee';
  const options = { cwd: released.folder, env: { DELIVERY_TOKEN: token } };
  const { url, stop } = await serveCli(['--token-env', 'DELIVERY_TOKEN'], options);
  expect((await fetch(url + stable)).status).toBe(401);
  expect((await fetch(url + stable, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  const { stdout, stderr } = await stop();
  expect(stdout + stderr).not.toContain(token);
});

it.each([
  ['that is not set', undefined, 'NO_TOKEN is not set'],
  ['that is empty', '', 'what NO_TOKEN holds is no good token'],
  ['that is short', 'geheim', 'what NO_TOKEN holds is no good token'],
])('does not start with a token %s', async (_, value, message) => {
  const options = { cwd: released.folder, env: { NO_TOKEN: value } };
  const result = await runCli(['serve', '--port', '0', '--token-env', 'NO_TOKEN'], options);
  expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(result.stderr).not.toContain('geheim');
});

it('says when its port is taken', async () => {
  const { url } = await serveCli([], { cwd: released.folder });
  const result = await cli(released, 'serve', '--port', new URL(url).port);
  expect(result.exitCode).toBe(2);
  expect(result.stderr).toContain("can't be taken (EADDRINUSE)");
});

it.each(['-1', '65536', 'http', ''])('refuses the port %j', async (port) => {
  const result = await cli(released, 'serve', `--port=${port}`);
  expect([result.exitCode, result.stderr]).toEqual([
    2,
    expect.stringContaining('a whole number from 0 to 65535'),
  ]);
});

it('writes a bundle of what is live', async () => {
  const project = await makeProject();
  const result = await succeed(released, 'bundle', project.path('out'), '--json');
  const index = 'v1/prompts.json';
  const documents = ['v1/prompts/greet/versions/2.json', 'v1/prompts/greet/aliases/stable.json'];
  const live = [...documents, index];
  // The index first, which makes the folder a bundle.
  const written = [index, ...documents, 'snapshot.json'];
  expect(result.json()).toMatchObject({ files: live, written, removed: [] });
  expect(await project.list('out')).toEqual(
    ['snapshot.json', ...live.toSorted()].map((file) => `out/${file}`),
  );
  const all = await succeed(released, 'bundle', project.path('out'), '--all');
  expect(all.stdout).toMatch(/: 4 documents; 2 files written, 0 removed\n$/);
  expect(await project.list('out')).toContain('out/v1/prompts/greet/versions/1.json');
});

it('writes types, and says when nothing changed', async () => {
  const project = await makeProject();
  const file = project.path('src/prompts.d.ts');
  expect((await succeed(released, 'types', file, '--json')).json()).toMatchObject({
    prompts: ['greet'],
    changed: true,
  });
  expect(await project.read('src/prompts.d.ts')).toContain('"message": string;');
  expect((await succeed(released, 'types', file)).stdout).toMatch(/is up to date: 1 prompt\n$/);
});

it.each([
  [['bundle', 'prompts/greet.prompt.yml'], 'folder: prompts/greet.prompt.yml is a file'],
  [
    ['types', 'prompts/greet.prompt.yml'],
    'prompts/greet.prompt.yml: is there already and was not written by',
  ],
])('overwrites nothing of the project: %j', async (command, message) => {
  const before = await released.read('prompts/greet.prompt.yml');
  const result = await cli(released, ...command);
  expect([result.exitCode, result.stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(await released.list('prompts')).toEqual(['prompts/greet.prompt.yml']);
  expect(await released.read('prompts/greet.prompt.yml')).toBe(before);
});
