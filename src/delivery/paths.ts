import { isAliasName, isPromptName } from '../prompts/ref.ts';
import { fileSegment, nameOfSegment, nameSegment } from '../registry/keys.ts';

/** What a document is about. */
export type Target =
  | { kind: 'index' }
  | { kind: 'alias'; prompt: string; alias: string }
  | { kind: 'version'; prompt: string; version: number };

/**
 * Where a document lies in a bundle, and under a server's address: `v1/prompts/triage/aliases/acme/stable.json`.
 * Names are written as they are, so that any static server answers under the paths that `serve` has.
 */
export function documentPath(target: Target): string {
  if (target.kind === 'index') return 'v1/prompts.json';
  const folder = `v1/prompts/${fileSegment(target.prompt)}`;
  return target.kind === 'version'
    ? `${folder}/versions/${target.version}.json`
    : `${folder}/aliases/${target.alias.split('/').map(fileSegment).join('/')}.json`;
}

/** The path as it stands in an address. */
export function urlPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * What a path of an address asks for, with or without `.json`; undefined where it is none of ours. Only names that
 * the registry can have come out of it, so no path leads anywhere else.
 */
export function parsePath(path: string): Target | undefined {
  const parts = path
    .replace(/\.json$/, '')
    .split('/')
    .map(nameOfPart);
  if (parts.includes(undefined)) return undefined;
  const [root, v1, prompts, prompt, kind, ...rest] = parts;
  if (root !== '' || v1 !== 'v1' || prompts !== 'prompts') return undefined;
  if (prompt === undefined) return { kind: 'index' };
  if (!isPromptName(prompt) || !isStorable(prompt)) return undefined;
  const name = rest.join('/');
  if (kind === 'versions') {
    return /^[1-9]\d{0,9}$/.test(name) ? { kind: 'version', prompt, version: Number(name) } : undefined;
  }
  if (kind !== 'aliases' || !isAliasName(name) || !isStorable(name)) return undefined;
  return { kind: 'alias', prompt, alias: name };
}

/** As people write it, as a bundle or as the registry does: a name itself never has a percent sign. */
function nameOfPart(part: string): string | undefined {
  try {
    const decoded = decodeURIComponent(part);
    if (!decoded.includes('%')) return decoded;
    return nameOfSegment(decoded, fileSegment) ?? nameOfSegment(decoded);
  } catch {
    return undefined;
  }
}

/** Names that are too long are nobody's. */
function isStorable(name: string): boolean {
  try {
    return nameSegment(name) !== '';
  } catch {
    return false;
  }
}
