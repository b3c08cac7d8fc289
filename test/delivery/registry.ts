import { onTestFinished } from 'vitest';
import type { PromptFile } from '../../src/core/prompt.ts';
import type { Store } from '../../src/core/registry.ts';
import { createLibrary, type LibraryOptions } from '../../src/delivery/library.ts';
import { type DeliveryServer, startServer } from '../../src/delivery/server.ts';
import { promptDigest } from '../../src/prompts/prompt-digest.ts';
import { readAlias } from '../../src/registry/aliases.ts';
import { appendMove } from '../../src/registry/append-move.ts';
import { publishVersion } from '../../src/registry/versions.ts';
import { promptOf } from '../prompts/prompts.ts';
import { createMemoryStore } from '../registry/memory-store.ts';

const at = '2026-08-22T14:03:00.000Z';

/** A registry in memory with the prompt `greet`, whose version n says `Hello n, {{name}}`. */
export function createRegistry(store: Store & { entries?: Map<string, Uint8Array> } = createMemoryStore()) {
  async function publish(file: PromptFile): Promise<number> {
    const request = { prompt: file.name, digest: promptDigest(file), file, note: null, actor: 'ana', at };
    return (await publishVersion(store, request)).record.version;
  }

  /** Moves an alias to version n, and publishes what is missing up to there. */
  async function move(version: number, alias = 'stable', prompt = 'greet'): Promise<number> {
    for (let number = 1; number <= version; number++) await publish(greeting(number, prompt));
    const head = await readAlias(store, prompt, alias);
    const to = { version, digest: promptDigest(greeting(version, prompt)) };
    const kind = head && head.to.version > version ? 'rollback' : 'override';
    const by = { actor: 'ana', reason: 'a test', at, evidence: null, approvals: [] };
    return (await appendMove(store, { prompt, alias, kind, to, ...by }, head?.seq ?? 0)).seq;
  }

  return { store, publish, move };
}

export function greeting(number: number, name = 'greet'): PromptFile {
  return { ...promptOf(`Hello ${number}, {{name}}`), name };
}

/** A real server on a free port, closed when the test ends. */
export async function serve(
  store: Store,
  { token, ...options }: LibraryOptions & { token?: string } = {},
): Promise<DeliveryServer & { errors: unknown[] }> {
  const errors: unknown[] = [];
  const library = createLibrary(store, options);
  const onError = (error: unknown) => void errors.push(error);
  const server = await startServer({ library, token, onError }, { port: 0, host: '127.0.0.1' });
  onTestFinished(() => server.close(0));
  return { ...server, errors };
}
