import { rename, rm, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { findConfig } from '../../../src/config/load-config.ts';
import { configThen } from '../../../src/project/opening/config-then.ts';
import { commitAll, git } from '../../support/git.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

const name = 'prompteval.config.json';
const before = process.cwd();
afterEach(() => process.chdir(before));

type Change = (project: TemporaryProject) => Promise<unknown>;
const move =
  (from: string, to: string): Change =>
  (project) =>
    rename(project.path(from), project.path(to));
const link =
  (target: string, path: string): Change =>
  (project) =>
    symlink(target, project.path(path));
const add =
  (file: string): Change =>
  (project) =>
    project.write(file, '{}');
const remove =
  (file: string): Change =>
  (project) =>
    rm(project.path(file), { recursive: true });

/** What main has besides `svc/app.js`, what the change does, and where the command is run. */
it.each<[string, string[], Change[], string, Partial<Awaited<ReturnType<typeof configThen>>>]>([
  ['in its place', [`svc/${name}`], [], 'svc', { file: `svc/${name}` }],
  ['run from below it', [name], [], 'svc', { file: name }],
  [
    'by another ending',
    [`svc/${name}`],
    [remove(`svc/${name}`), (project) => project.write('svc/prompteval.config.mjs', 'export default {}')],
    'svc',
    { file: `svc/${name}` },
  ],
  ['moved up', [`svc/${name}`], [move(`svc/${name}`, name)], 'svc', { file: `svc/${name}`, isMoved: true }],
  ['another one nearer', [name], [add(`svc/${name}`)], 'svc', { file: name, isMoved: true }],
  [
    'another one above',
    [`svc/${name}`],
    [remove(`svc/${name}`), add(name)],
    'svc',
    { file: `svc/${name}`, isMoved: true },
  ],
  [
    'a link in the place of its folder',
    [`svc/${name}`],
    [move('svc', 'svc2'), link('svc2', 'svc')],
    'svc',
    { file: `svc/${name}`, isMoved: true },
  ],
  [
    'a link to the folder of another project',
    [`svc/${name}`, `other/${name}`],
    [remove('svc'), link('other', 'svc')],
    'svc',
    { file: `svc/${name}`, isMoved: true },
  ],
  [
    'a link in the place of a folder below it',
    [name, `other/${name}`],
    [remove('svc'), link('other', 'svc')],
    'svc',
    { file: name, isMoved: true },
  ],
  [
    'a link that nothing stood in the place of',
    [`svc/${name}`],
    [link('svc', 'current')],
    'current',
    { file: `svc/${name}` },
  ],
  [
    'a folder by a new name',
    [`svc/${name}`],
    [move('svc', 'svc2')],
    'svc2',
    { file: `svc/${name}`, isMoved: true },
  ],
  [
    'two folders that are gone',
    [`svc/${name}`, `other/${name}`],
    [remove('other'), move('svc', 'svc2')],
    'svc2',
    { file: `other/${name}`, others: [`svc/${name}`], isMoved: true },
  ],
  ['a new project', [], [add(`svc/${name}`)], 'svc', {}],
  ['a new project beside others', [`other/${name}`], [add(`svc/${name}`)], 'svc', {}],
])(
  'finds the config that counts for this place at a commit: %s',
  async (_, files, changes, folder, found) => {
    const project = await makeProject(
      Object.fromEntries([...files, 'svc/app.js'].map((file) => [file, '{}'])),
    );
    await git(project.folder, 'init', '--quiet');
    await commitAll(project.folder);
    await git(project.folder, 'tag', 'main');
    const then = await makeProject({});
    await git(project.folder, 'clone', '--quiet', '.', then.path('tree'));
    for (const change of changes) await change(project);
    await git(project.folder, 'add', '.');
    process.chdir(project.path(folder));
    const file = findConfig(process.cwd(), undefined);
    const seen = await configThen({ file, root: dirname(file) }, project.folder, then.path('tree'), 'main');
    process.chdir(before);
    await Promise.all([project.remove(), then.remove()]);
    expect(seen).toEqual({ file: null, others: [], isMoved: false, ...found });
  },
);
