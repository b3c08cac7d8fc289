import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Project } from '../../project/opening/open-project.ts';
import { writeSite } from '../../project/overview/write-site.ts';

const execute = promisify(execFile);

/**
 * Puts the static site on a branch of its own, from which any host of pages serves it. The checkout stays as it is: the
 * commit is made beside it.
 *
 * @returns what happened, in a sentence. @throws Error with what git said
 */
export async function pushSite(project: Project, root: string, branch: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prompteval-site-'));
  try {
    const site = join(folder, 'site');
    await writeSite(project, site);
    const git = gitBeside(root, site, join(folder, 'index'));
    const gitFolder = await git('rev-parse', '--absolute-git-dir');
    await git('--git-dir', gitFolder, '--work-tree', site, 'add', '--all', '--force', '--', site);
    const tree = await git('write-tree');
    // Two jobs may push at once; the site is made from what is stored, so the second goes on top of the first.
    for (let attempt = 1; ; attempt++) {
      const parent = await tipOf(git, branch);
      if (parent !== null && (await git('rev-parse', `${parent}^{tree}`)) === tree) {
        return `The site on ${branch} is up to date.`;
      }
      const onto = parent === null ? [] : ['-p', parent];
      const commit = await git(
        ...author,
        'commit-tree',
        tree,
        ...onto,
        '-m',
        'Update the reports of prompteval',
      );
      try {
        await git('push', '--quiet', 'origin', `${commit}:refs/heads/${branch}`);
        return `The site was pushed to ${branch}.`;
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const author = ['-c', 'user.name=prompteval', '-c', 'user.email=prompteval@users.noreply.github.com'];

type Git = (...args: string[]) => Promise<string>;

function gitBeside(root: string, site: string, index: string): Git {
  return async (...args) => {
    const isAdd = args.includes('add');
    const options = { cwd: isAdd ? site : root, env: { ...process.env, GIT_INDEX_FILE: index } };
    const { stdout } = await execute('git', args, options);
    return stdout.trim();
  };
}

async function tipOf(git: Git, branch: string): Promise<string | null> {
  await git(
    'fetch',
    '--quiet',
    '--no-tags',
    'origin',
    `+refs/heads/${branch}:refs/remotes/origin/${branch}`,
  ).catch(() => '');
  return git('rev-parse', '--verify', '--quiet', `refs/remotes/origin/${branch}^{commit}`).catch(() => null);
}
