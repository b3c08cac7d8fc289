import { resolve } from 'node:path';
import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { Refresh, Store } from '../../core/registry.ts';
import { createFileStore } from '../../registry/fs/file-store.ts';
import { requireFolder } from '../../registry/fs/require-folder.ts';
import { requireWritable } from '../../registry/fs/require-writable.ts';
import { strayFiles } from '../../registry/fs/stray-files.ts';
import type { GitPlace } from '../../registry/git/branch.ts';
import { openGitRegistry } from '../../registry/git/git-registry.ts';
import { openPostgresRegistry } from '../../registry/postgres/postgres-registry.ts';
import { type AttemptStorage, attemptedPrompts, attemptFile } from './attempt-file.ts';

/** Where a registry is, as the user named it. */
export interface RegistryPlace {
  kind: 'folder' | 'postgres' | 'git';
  /** An absolute folder or a whole URL, which may hold a password and is never shown. Of git, where the branch would have it here. */
  address: string;
  /** Of git. */
  git?: GitPlace;
  /** What named it: `registry` in the config, a variable, an argument. */
  source: string;
}

export interface Registry {
  store: Store;
  /** Where the attempts of a prompt are counted. */
  attempts(prompt: string): AttemptStorage;
  /** The prompts that have any, ascending. */
  attemptedPrompts(): Promise<string[]>;
  /**
   * Before anything is paid for. A branch of a git remote says no sooner than at the push.
   *
   * @param folders where records of a release would go
   * @throws InputError where they could not be written
   */
  requireWritable(folders: readonly string[]): Promise<void>;
  /** What lies among the records and has a name that no record can have; absent where nothing can. */
  strays?(): AsyncIterable<string>;
  /** For who reads from the store for long; absent where it always says what the registry says. */
  refresh?: Refresh;
  /** Makes durable what waits for a move, where none comes; nothing where every record is durable at once. */
  settle(): Promise<void>;
}

export const registryVariable = 'PROMPTEVAL_REGISTRY';

/** The variable comes first, because an address with a password has no place in a config. */
export function registryPlace(
  config: Pick<ResolvedConfig, 'root' | 'registry'>,
  environment: NodeJS.ProcessEnv = process.env,
): RegistryPlace {
  const named = environment[registryVariable];
  const { root, registry } = config;
  if (named !== undefined && named !== '') return readPlace(named, registryVariable, root);
  if (typeof registry === 'string') return readPlace(registry, 'registry', root);
  const { branch, remote, folder } = registry.git;
  const git = { root, branch, remote, folder };
  return { kind: 'git', address: resolve(root, folder), source: 'registry.git', git };
}

/** A place for people to read: of an address neither user nor password. */
export function shownPlace({ kind, address, git }: RegistryPlace, display: (path: string) => string): string {
  if (git) return `branch ${git.branch} of ${git.remote.replace(/:\/\/[^\s/@]+@/, '://***@')}`;
  if (kind === 'folder') return display(address);
  const { host, pathname } = URL.canParse(address) ? new URL(address) : { host: '', pathname: '' };
  return `PostgreSQL ${host}${pathname}`.trim();
}

/** Whether a move stays in the checkout of a CI job, and is thrown away with it. */
export function losesMovesOfJobs({ kind, git }: Pick<RegistryPlace, 'kind' | 'git'>): boolean {
  return kind === 'folder' && !git;
}

/** @throws InputError for a URL of something that keeps no registry. */
export function readPlace(text: string, source: string, root: string): RegistryPlace {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === 'postgres' || scheme === 'postgresql') return { kind: 'postgres', address: text, source };
  if (scheme === undefined) return { kind: 'folder', address: resolve(root, text), source };
  throw new InputError({
    field: source,
    message: `a registry can't be kept at "${scheme}:"`,
    expected: 'a folder such as .prompteval/registry, or postgres://user:password@host:5432/database',
  });
}

const settle = async (): Promise<void> => undefined;
const nobodyKnows = async (): Promise<void> => undefined;

/** Neither reads nor connects yet. */
export function openRegistry(
  { kind, address, source, git }: RegistryPlace,
  display: (path: string) => string,
  warn: (text: string) => void = (text) => process.emitWarning(text),
): Registry {
  if (kind === 'postgres') return { ...openPostgresRegistry({ url: address, source }), settle };
  return {
    ...(git
      ? { ...openGitRegistry(git, warn), requireWritable: nobodyKnows }
      : {
          store: createFileStore(address),
          settle,
          strays: () => strayFiles(address),
          refresh: () => requireFolder(address),
          requireWritable: (folders) => requireWritable(address, folders),
        }),
    attempts: (prompt) => attemptFile(address, prompt, display),
    attemptedPrompts: () => attemptedPrompts(address),
  };
}
