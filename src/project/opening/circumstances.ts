import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { Identity } from '../../core/identity.ts';
import type { RunFile } from '../../core/run-file.ts';
import { ciJob } from './ci-job.ts';

const run = promisify(execFile);

/** `20261121-154501-9f3c1a`: sorts by time, down to the millisecond, and two runs of one moment don't meet. */
export function newRunId(at: Date): string {
  const digits = at.toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '-');
  const millisecond = at.getUTCMilliseconds().toString(16).padStart(3, '0');
  return `${digits}-${millisecond}${randomBytes(2).toString('hex').slice(1)}`;
}

/** Who acts, as anybody could say it: the CI job, or the person that git knows. */
export async function findActor(cwd: string): Promise<string> {
  return (await findClaim(cwd)).name;
}

/** The same, with where it comes from. */
export async function findClaim(cwd: string): Promise<Pick<Identity, 'name' | 'by'>> {
  const job = ciJob();
  if (job) return { name: job.actor, by: 'ci' };
  const known = (await git(cwd, 'config', 'user.email')) || (await git(cwd, 'config', 'user.name'));
  return known === '' ? { name: userName(), by: 'system' } : { name: known, by: 'git' };
}

/** The commit that the working tree stands on; null outside git. */
export async function findCommit(cwd: string): Promise<RunFile['git']> {
  const commit = await git(cwd, 'rev-parse', 'HEAD');
  if (!commit) return null;
  return { commit, dirty: (await git(cwd, 'status', '--porcelain')) !== '' };
}

export async function git(cwd: string, ...args: string[]): Promise<string> {
  return run('git', args, { cwd, maxBuffer: 64 * 1024 * 1024 }).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
