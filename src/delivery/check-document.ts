import { canonicalJson } from '../core/canonical-json.ts';
import { isJsonObject } from '../core/json.ts';
import { digestedContent } from '../prompts/prompt-content.ts';
import type { AliasDocument, VersionDocument } from './document.ts';
import type { Target } from './paths.ts';

type Document<Wanted extends Target> = Wanted extends { kind: 'alias' } ? AliasDocument : VersionDocument;

/**
 * Reads a document that came from somewhere else, and holds it against its own digests. Without node:crypto: this
 * runs in applications, and in browsers.
 *
 * @throws Error that says what does not fit: no JSON, cut short, changed on the way, of a later format, or another
 * document than the one that was asked for.
 */
export async function checkDocument<Wanted extends Exclude<Target, { kind: 'index' }>>(
  text: string,
  wanted: Wanted,
): Promise<Document<Wanted>> {
  const { checksum, ...document } = parseObject(text);
  if (document.v !== 1) throw new Error('is of a format that this client does not know');
  if ((await sha256(canonicalJson(document))) !== checksum) {
    throw new Error('was changed on the way: its checksum does not fit');
  }
  if (!isWanted<Document<Wanted>>(document, wanted))
    throw new Error('is not the document that was asked for');
  if ((await sha256(canonicalJson(digestedContent(document)))) !== document.digest) {
    throw new Error(`is not version ${document.version}: its content has another digest`);
  }
  return document;
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('is no JSON, or was cut short');
  }
  if (!isJsonObject(value)) throw new Error('is no JSON object');
  return value;
}

/** A document that fits its checksum is as prompteval wrote it, so it is enough to know that it is the right one. */
function isWanted<Wanted>(
  document: Record<string, unknown>,
  wanted: Exclude<Target, { kind: 'index' }>,
): document is Record<string, unknown> & Wanted {
  const isPrompt = Array.isArray(document.messages) && isJsonObject(document.variables);
  if (!isPrompt || document.prompt !== wanted.prompt) return false;
  if (wanted.kind === 'version') return document.version === wanted.version;
  return document.alias === wanted.alias && Number.isSafeInteger(document.seq);
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const digits = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0'));
  return `sha256:${digits.join('')}`;
}
