import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, runGit } from './git-command.ts';
import { attributes, type RegistryFiles } from './registry-files.ts';

/** Where files are added. */
export interface CommitBase extends Pick<RegistryFiles, 'hasAttributes'> {
  /** null where there is none yet. */
  commit: string | null;
}

export interface Addition {
  /** By key. */
  files: ReadonlyMap<string, Uint8Array>;
  /** Where they go, relative to the top folder; ends in `/`. */
  prefix: string;
  message: string;
}

/** Makes a commit through an index of its own. Only paths of the registry are touched. @returns its id */
export async function commitFiles(
  cwd: string,
  { commit, hasAttributes }: CommitBase,
  { files, prefix, message }: Addition,
): Promise<string> {
  const index = join(tmpdir(), `prompteval-index-${process.pid}-${randomBytes(6).toString('hex')}`);
  const env = { GIT_INDEX_FILE: index, ...(await identity(cwd)) };
  try {
    if (commit === null) await git(cwd, ['read-tree', '--empty'], { env });
    else await git(cwd, ['read-tree', commit], { env });
    const added = new Map(files);
    // Hashes are over bytes, so git must not change line ends.
    if (!hasAttributes) added.set(attributes, Buffer.from('* -text\n'));
    const entries: string[] = [];
    for (const [key, bytes] of added) {
      const object = await git(cwd, ['hash-object', '-w', '--no-filters', '--stdin'], { input: bytes });
      entries.push(`100644 ${object}\t${prefix}${key}\0`);
    }
    await git(cwd, ['update-index', '-z', '--index-info'], { env, input: entries.join('') });
    const tree = await git(cwd, ['write-tree'], { env });
    const parents = commit === null ? [] : ['-p', commit];
    return await git(cwd, ['commit-tree', tree, ...parents], { env, input: message });
  } finally {
    await rm(index, { force: true });
  }
}

/** A job has no name and no address; a person's clone has those of the person. */
async function identity(cwd: string): Promise<NodeJS.ProcessEnv> {
  const known = await runGit(cwd, ['config', 'user.email']);
  if (known.ok) return {};
  const [name, email] = ['prompteval', 'prompteval@users.noreply.invalid'];
  return {
    GIT_AUTHOR_NAME: process.env.GIT_AUTHOR_NAME ?? name,
    GIT_AUTHOR_EMAIL: process.env.GIT_AUTHOR_EMAIL ?? email,
    GIT_COMMITTER_NAME: process.env.GIT_COMMITTER_NAME ?? name,
    GIT_COMMITTER_EMAIL: process.env.GIT_COMMITTER_EMAIL ?? email,
  };
}
