import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What git prints. @throws Error with everything that it said, where it did not succeed. */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    GIT_EDITOR: 'true',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const options = ['user.name=ana', 'user.email=ana@example.org', 'init.defaultBranch=main'];
  const settings = options.flatMap((option) => ['-c', option]);
  const { stdout } = await promisify(execFile)('git', [...settings, ...args], { cwd, env }).catch(
    ({ stdout, stderr }: { stdout: string; stderr: string }) => {
      throw new Error(`git ${args.join(' ')}\n${stdout}${stderr}`);
    },
  );
  return stdout;
}

/** A repository of all that is in the folder but for reports. */
export async function commitAll(cwd: string, message = 'change'): Promise<string> {
  await git(cwd, 'add', '.');
  await git(cwd, 'commit', '--quiet', '-m', message);
  return (await git(cwd, 'rev-parse', 'HEAD')).trim();
}
