import { relative } from 'node:path';

/** What the operating system says no with, in words; other codes are no matter of the user's files. */
const words: Record<string, string> = {
  EACCES: 'permission denied; check who owns it and what you may do there',
  EPERM: 'permission denied; check who owns it and what you may do there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'your share of the disk is used up',
  ENOENT: 'does not exist',
  ENOTDIR: 'a file is in the way: a part of this path is no folder',
  EEXIST: 'a file is in the way: this should be a folder',
  EISDIR: 'is a folder, and a file is needed',
  ENOFILE: 'is a pipe or a device, and a file is needed',
  ENOTUTF8: 'is not encoded as UTF-8; save it so',
  ENAMETOOLONG: 'this path is too long for the file system',
  ELOOP: 'its symbolic links go round in a circle',
  EMFILE: 'too many files are open; raise the limit, for instance with: ulimit -n 4096',
  ENFILE: 'too many files are open on this machine',
  EIO: 'the disk reports an error',
};

/** `reports/triage: permission denied; …` for an error of the file system; undefined for any other. */
export function describeSystemError(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined;
  const saying = words[error.code];
  if (saying === undefined) return undefined;
  const place = error.path === undefined ? undefined : relative(process.cwd(), error.path) || '.';
  return place === undefined ? `${saying} (${error.message})` : `${place}: ${saying} (${error.code})`;
}

function isSystemError(error: unknown): error is Error & { code: string; path?: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error;
}
