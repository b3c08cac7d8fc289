import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { isInside, realPath } from '../../config/code/paths.ts';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import { excerpt } from '../../core/text.ts';
import { ciJob } from './ci-job.ts';
import { git } from './circumstances.ts';
import { type ConfigThen, configThen } from './config-then.ts';
import { linkInstalled, placesAbove } from './link-installed.ts';
import { inspectProject, type Project } from './open-project.ts';

/** The project as it was at a commit. */
export interface Revision {
  /** As it was named: `origin/main`. */
  name: string;
  commit: string;
  /** null where there was none, or none that can be opened. */
  project: Project | null;
  /** Why there is none. */
  missing: { kind: 'absent' | 'unreadable'; text: string } | null;
  /** Set where the config that counted there stands in another folder than the one of now. */
  moved: { from: string; to: string } | null;
  /** The folder of the repository as it is now. */
  top: string;
  place: RevisionPlace;
}

/** Where a commit is checked out. */
interface RevisionPlace {
  /** The folder that stands for the repository's. */
  tree: string;
  /** The folder that stands for the working directory. */
  workplace: string;
}

/**
 * Opens the project as a git revision has it, in a folder of its own that is gone afterwards. Neither the working tree nor
 * the index is touched.
 *
 * @param option what named the revision: `--since`
 * @throws InputError outside of git, and for a revision that is not there.
 */
export async function atRevision<Result>(
  project: Project,
  option: string,
  name: string,
  use: (revision: Revision) => Promise<Result>,
): Promise<Result> {
  const { root } = project.config;
  const top = await git(root, 'rev-parse', '--show-toplevel');
  if (top === '') {
    throw new InputError({ field: option, message: `${project.display(root)} is not in a git repository` });
  }
  const commit = await findCommitOf(root, option, name);
  await requireOwnRepository(root, option);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'prompteval-revision-')));
  try {
    const place = placeIn(join(folder, ...placesAbove(top).map(() => 'below'), 'tree'), top);
    await checkOut(top, commit, folder, place.tree);
    const then = await configThen(project.config, top, place.tree, commit);
    await linkInstalled(top, place.tree, then.file === null ? '' : dirname(then.file));
    // A folder that was not there yet holds nothing of now either.
    const workplace = existsSync(place.workplace) ? place.workplace : place.tree;
    const opened = await inFolder(workplace, () => openAt(project, place.tree, then));
    const to = relative(top, realPath(root) ?? root);
    const moved =
      then.isMoved && then.file ? { from: then.file, to: join(to, basename(project.config.file)) } : null;
    return await use({ name, commit, top, place, moved, ...opened });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A change can point a submodule to any repository, and what its branches are called there proves nothing. */
async function requireOwnRepository(root: string, option: string): Promise<void> {
  if (ciJob() === null) return;
  const above = await git(root, 'rev-parse', '--show-superproject-working-tree');
  if (above === '') return;
  throw new InputError({
    field: option,
    message: `the config stands in a submodule, so ${option} would name a revision of a repository that a change can choose`,
    hint: 'Run the job in that repository itself',
  });
}

/** A config may read files by paths from the working directory, which may be above the repository too. */
function placeIn(folder: string, top: string): RevisionPlace {
  const cwd = process.cwd();
  if (isInside(top, cwd)) return { tree: folder, workplace: join(folder, relative(top, cwd)) };
  const down = relative(cwd, top);
  const isAbove = !down.startsWith('..') && !isAbsolute(down);
  return isAbove ? { tree: join(folder, down), workplace: folder } : { tree: folder, workplace: cwd };
}

/** What reads a path from the working directory finds what stands there. */
async function inFolder<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await work();
  } finally {
    process.chdir(before);
  }
}

async function findCommitOf(root: string, option: string, name: string): Promise<string> {
  const commit = await git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  if (/^[0-9a-f]{40,64}$/.test(commit)) return commit;
  const isShallow = (await git(root, 'rev-parse', '--is-shallow-repository')) === 'true';
  const shown = excerpt(name, 80);
  throw new InputError({
    field: option,
    message: `there is no revision "${shown}" in this clone${isShallow ? ', which is shallow' : ''}`,
    expected: 'a branch, a tag or a commit that was fetched, such as origin/main',
    hint: isShallow
      ? 'Fetch the whole history: `fetch-depth: 0` for actions/checkout, `GIT_DEPTH: 0` in GitLab, else `git fetch --unshallow`'
      : 'Fetch it first: git fetch origin',
  });
}

/**
 * Through an index of its own, so that nothing of the user's is touched, and no hook runs. What git does to files by their
 * attributes, such as another encoding, is what that commit says, not the working tree.
 */
async function checkOut(top: string, commit: string, folder: string, tree: string): Promise<void> {
  await mkdir(tree, { recursive: true });
  const env = {
    ...process.env,
    GIT_DIR: await git(top, 'rev-parse', '--absolute-git-dir'),
    GIT_WORK_TREE: tree,
    GIT_INDEX_FILE: join(folder, 'index'),
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  const run = promisify(execFile);
  for (const args of [
    ['read-tree', commit],
    ['checkout-index', '--all', '--quiet'],
  ]) {
    await run('git', args, { cwd: tree, env, maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => {
      const why = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
      throw new InputError({ message: `git can't check out ${commit}: ${excerpt(why.trim(), 300)}` });
    });
  }
}

/** What is wrong with a config of then is no mistake of now. */
async function openAt(
  { signKey, warn }: Project,
  tree: string,
  { file, others }: ConfigThen,
): Promise<Pick<Revision, 'project' | 'missing'>> {
  if (file === null) return { project: null, missing: { kind: 'absent', text: 'it has no config there' } };
  if (others.length > 0) {
    const files = [file, ...others].map((path) => excerpt(path, 80)).join(', ');
    const text = `nobody can tell which of its configs counts there: ${files}`;
    return { project: null, missing: { kind: 'unreadable', text } };
  }
  try {
    const cwd = join(tree, dirname(file));
    const { project, problems } = await inspectProject({ cwd, config: basename(file), signKey, warn });
    return project ? { project, missing: null } : { project: null, missing: unreadable(problems) };
  } catch (error) {
    return { project: null, missing: unreadable(error instanceof InputError ? error.problems : []) };
  }
}

function unreadable([first]: readonly Problem[]): Revision['missing'] {
  const why = first ? `: ${excerpt(first.message, 200)}` : '';
  return { kind: 'unreadable', text: `its config can't be read there${why}` };
}
