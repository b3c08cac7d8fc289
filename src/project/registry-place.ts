import { resolve } from 'node:path';
import { InputError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import { createFileStore } from '../registry/fs/file-store.ts';
import { openPostgresRegistry } from '../registry/postgres/postgres-registry.ts';
import { type AttemptStorage, attemptedPrompts, attemptFile } from './attempt-file.ts';

/** Where a registry is, as the user named it. */
export interface RegistryPlace {
  kind: 'folder' | 'postgres';
  /** An absolute folder or a whole URL, which may hold a password and is never shown. */
  address: string;
  /** What named it: `registry` in the config, a variable, an argument. */
  source: string;
}

export interface Registry {
  store: Store;
  /** Where the attempts of a prompt are counted. */
  attempts(prompt: string): AttemptStorage;
  /** The prompts that have any, ascending. */
  attemptedPrompts(): Promise<string[]>;
}

export const registryVariable = 'PROMPTEVAL_REGISTRY';

/** The variable comes first, because an address with a password has no place in a config. */
export function registryPlace(
  config: { root: string; registry: string },
  environment: NodeJS.ProcessEnv = process.env,
): RegistryPlace {
  const named = environment[registryVariable];
  return named === undefined || named === ''
    ? readPlace(config.registry, 'registry', config.root)
    : readPlace(named, registryVariable, config.root);
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

/** Neither reads nor connects yet. */
export function openRegistry(
  { kind, address, source }: RegistryPlace,
  display: (path: string) => string,
): Registry {
  if (kind === 'postgres') return openPostgresRegistry({ url: address, source });
  return {
    store: createFileStore(address),
    attempts: (prompt) => attemptFile(address, prompt, display),
    attemptedPrompts: () => attemptedPrompts(address),
  };
}
