import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { ownFile } from '../../core/package-root.ts';
import { type CiSystem, ciFile, ciPaths, gitlabInclude } from '../../starter/ci-files.ts';
import { git } from '../opening/circumstances.ts';
import { toolVersion } from '../opening/tool-version.ts';

const templates = ownFile('templates', 'ci');

export interface WrittenCi {
  /** Paths seen from the project's folder. */
  files: string[];
  /** What is left to a person, each in a sentence. */
  todo: string[];
}

/** @throws InputError where the workflow is there already; then nothing should be written at all. */
export async function requireNoCi(folder: string, system: CiSystem): Promise<void> {
  const file = join(await topOf(folder), ciPaths[system]);
  if (!existsSync(file)) return;
  throw new InputError({
    file: relative(process.cwd(), file),
    message: 'is there already, and nothing is overwritten',
    hint: 'Move it away to write it anew',
  });
}

/** Writes the workflow to the top of the repository that holds the project. @param secrets variables with keys */
export async function writeCi(
  folder: string,
  system: CiSystem,
  secrets: readonly string[],
): Promise<WrittenCi> {
  const top = await topOf(folder);
  const place = relative(top, await realpath(folder))
    .split(sep)
    .join('/');
  const template = await readFile(join(templates, `${system}.yml`), 'utf8');
  const facts = {
    version: await toolVersion(),
    mainBranch: await mainBranchOf(folder),
    secrets,
    folder: place,
  };
  const wanted = [ciFile(system, template, facts)];
  const todo = secrets.map((name) => `Set the secret ${name}.`);
  if (system === 'gitlab') {
    todo.push('Set the variable PROMPTEVAL_GITLAB_TOKEN, for the note in the merge request.');
    if (existsSync(join(top, gitlabInclude.path))) {
      todo.push(`Add to ${gitlabInclude.path} under include: "- local: ${ciPaths.gitlab}".`);
    } else wanted.push(gitlabInclude);
  }
  for (const { path, text } of wanted) {
    const file = join(top, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
  return { files: wanted.map(({ path }) => relative(folder, join(top, path)).split(sep).join('/')), todo };
}

/** Whether a job could push what it did. */
export async function hasRemote(folder: string): Promise<boolean> {
  return (await git(await topOf(folder), 'remote')).split('\n').includes('origin');
}

/** The top of the repository; the folder itself outside of git. */
async function topOf(folder: string): Promise<string> {
  const real = await realpath(folder).catch(() => folder);
  return (existsSync(real) ? await git(real, 'rev-parse', '--show-toplevel') : '') || real;
}

async function mainBranchOf(folder: string): Promise<string> {
  const remote = await git(folder, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  return remote.replace(/^origin\//, '') || (await git(folder, 'branch', '--show-current')) || 'main';
}
