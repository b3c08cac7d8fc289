import { IntegrityError } from '../core/errors.ts';
import type { MoveRecord, Store } from '../core/registry.ts';
import { intactVersion } from '../prompts/intact-version.ts';
import { isAliasName, isPromptName } from '../prompts/ref.ts';
import { listAliases, readAlias } from '../registry/aliases.ts';
import { listPublishedPrompts } from '../registry/published-prompts.ts';
import { readVersion } from '../registry/versions.ts';
import {
  type AliasDocument,
  aliasDocument,
  type IndexDocument,
  indexedAlias,
  type VersionDocument,
  versionDocument,
} from './document.ts';

/**
 * The document of a move's version.
 *
 * @throws IntegrityError where the version is missing or is not what the move names.
 */
export async function readMovedTo(store: Store, move: MoveRecord): Promise<AliasDocument> {
  const { prompt, alias, to } = move;
  const version = await readVersion(store, prompt, to.version);
  if (version?.digest !== to.digest) {
    throw new IntegrityError(
      `${alias} of ${prompt} names version ${to.version}, which is ${version ? 'another' : 'missing'}`,
    );
  }
  return aliasDocument(move, intactVersion(version));
}

/** undefined where there is no such version. @throws IntegrityError where its content has another digest. */
export async function readVersionDocument(
  store: Store,
  prompt: string,
  version: number,
): Promise<VersionDocument | undefined> {
  const record = await readVersion(store, prompt, version);
  return record && versionDocument(intactVersion(record));
}

/** Where every alias of every prompt stands, in the order of their keys. */
export async function readHeads(store: Store): Promise<{ prompt: string; heads: MoveRecord[] }[]> {
  const prompts: { prompt: string; heads: MoveRecord[] }[] = [];
  for (const prompt of await listPublishedPrompts(store)) {
    if (!isPromptName(prompt)) continue;
    const heads: MoveRecord[] = [];
    for (const alias of await listAliases(store, prompt)) {
      const head = isAliasName(alias) ? await readAlias(store, prompt, alias) : null;
      if (head) heads.push(head);
    }
    prompts.push({ prompt, heads });
  }
  return prompts;
}

export function indexDocument(prompts: Awaited<ReturnType<typeof readHeads>>): IndexDocument {
  return {
    v: 1,
    prompts: prompts.map(({ prompt, heads }) => ({ prompt, aliases: heads.map(indexedAlias) })),
  };
}
