import { spawn } from 'node:child_process';
import { InputError } from '../../core/errors.ts';
import { excerpt } from '../../core/text.ts';

export interface GitResult {
  ok: boolean;
  stdout: Buffer;
  /** Without the passwords that addresses of remotes may hold. */
  stderr: string;
}

export interface GitOptions {
  input?: string | Uint8Array;
  env?: NodeJS.ProcessEnv;
  /** 0, the default, is as long as it takes. */
  timeoutMs?: number;
}

/** Asks nobody anything: a job has no terminal, and a question would hang it. Messages are those that are read here. */
const quiet = { GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };

/** @throws InputError where there is no git. */
export function runGit(
  cwd: string,
  args: readonly string[],
  { input, env = {}, timeoutMs = 0 }: GitOptions = {},
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd, env: { ...process.env, ...quiet, ...env }, timeout: timeoutMs });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', (error) => {
      reject(
        new InputError({ message: `the registry is kept in git, and git can't be run: ${error.message}` }),
      );
    });
    child.once('close', (code, signal) => {
      const cut =
        signal === null ? '' : `it was ended by ${signal}${timeoutMs > 0 ? ` after ${timeoutMs} ms` : ''}`;
      const stderr = withoutPasswords(Buffer.concat(err).toString('utf8')) || cut;
      resolve({ ok: code === 0, stdout: Buffer.concat(out), stderr });
    });
    // A process that ends without reading its input closes the pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** What git prints, trimmed. @throws InputError with what it says where it fails */
export async function git(
  cwd: string,
  args: readonly string[],
  options: GitOptions & { doing?: string } = {},
): Promise<string> {
  const { ok, stdout, stderr } = await runGit(cwd, args, options);
  if (ok) return stdout.toString('utf8').trim();
  throw gitError(options.doing ?? `git ${args[0]}`, stderr);
}

/** null where there is none. */
export async function commitAt(cwd: string, ref: string): Promise<string | null> {
  const { ok, stdout } = await runGit(cwd, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  return ok ? stdout.toString('utf8').trim() : null;
}

export function gitError(doing: string, stderr: string, hint?: string): InputError {
  const said = excerpt(stderr.trim().replace(/\s*\n\s*/g, ' · '), 400).replace(/\.+$/, '');
  return new InputError({
    field: 'registry.git',
    message: `${doing} failed${said === '' ? '' : `: ${said}`}`,
    ...(hint !== undefined && { hint }),
  });
}

/** An address may hold a password. */
export function shownRemote(remote: string): string {
  return remote.replace(/:\/\/[^\s/@]+@/, '://***@');
}

function withoutPasswords(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@');
}
