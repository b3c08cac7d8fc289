import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, type Platform } from 'esbuild';
import { expect, it } from 'vitest';
import { bundleFiles, snapshotFile } from '../../src/delivery/bundle.ts';
import { writeBundle } from '../../src/delivery/write-bundle.ts';
import { createRegistry, serve } from '../delivery/registry.ts';
import { makeProject } from '../support/temporary-project.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** An application that asks three clients, and prints what each says. */
const app = `import { createClient } from 'prompteval/client';
import snapshot from './public/snapshot.json' with { type: 'json' };
const url = process.argv[2];
const nobody = 'http://127.0.0.1:9';
for (const options of [{ url }, { url: nobody, snapshot }, { bundle: 'public' }]) {
  const said = await createClient(options).get('greet', { variables: { name: 'Ada' } }).then(
    ({ source, messages }) => source + ': ' + messages[0].content,
    (error) => error.code + ': ' + error.message,
  );
  console.log(said);
}
`;

/** The package as it is installed, the application, and what it is shipped with. */
async function makeApp() {
  const { store, move } = createRegistry();
  await move(1);
  const project = await makeProject({ 'app.mjs': app });
  await mkdir(project.path('node_modules'));
  await symlink(repository, project.path('node_modules/prompteval'), 'junction');
  const files = [];
  for await (const file of bundleFiles(store)) files.push(file);
  await writeBundle(project.path('public'), [...files, snapshotFile(files)]);
  const { url } = await serve(store);
  return { project, said: async (file: string) => await linesOf(project.folder, [file, url]) };
}

async function linesOf(cwd: string, args: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['--no-warnings', ...args], { cwd });
  return stdout.trim().split('\n');
}

const fromUrlAndSnapshot = ['network: Hello 1, Ada', 'snapshot: Hello 1, Ada'];

it('reads folders on Node, with no bundler between', async () => {
  const { said } = await makeApp();
  expect(await said('app.mjs')).toEqual([...fromUrlAndSnapshot, 'disk: Hello 1, Ada']);
});

it.each<[Platform, string]>([
  ['browser', 'unavailable: '],
  ['neutral', 'unavailable: '],
  ['node', 'disk: '],
])('is bundled for %s without any option', async (platform, fromFolder) => {
  const { project, said } = await makeApp();
  const { metafile } = await build({
    entryPoints: [project.path('app.mjs')],
    outfile: project.path('out.mjs'),
    bundle: true,
    format: 'esm',
    platform,
    metafile: true,
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  if (platform !== 'node') expect(imported).toEqual([]);
  const [url, snapshot, folder] = await said('out.mjs');
  expect([url, snapshot]).toEqual(fromUrlAndSnapshot);
  expect(folder).toMatch(new RegExp(`^${fromFolder}`));
  if (platform !== 'node') {
    expect(folder).toContain('no file system for the folder public; give the client a `url`');
    expect(folder).toMatch(/for Node\.js have your bundler resolve the condition "node"\)?$/);
  }
});
