import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';

/** Which state of a prompt a ref names. */
export type RefTarget =
  | { kind: 'draft' }
  | { kind: 'latest' }
  | { kind: 'version'; version: number }
  /** `sha256:` and 7 to 64 hexadecimal digits. */
  | { kind: 'digest'; digest: string }
  | { kind: 'alias'; alias: string };

export interface Ref {
  prompt: string;
  at: RefTarget;
}

/** Names become folders and keys, so they have no separators and can't be `.` or `..`. */
const promptName = /^[a-z0-9][a-z0-9._-]*$/i;
const aliasName = /^[a-z][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)?$/i;

export function isPromptName(name: string): boolean {
  return promptName.test(name);
}

/** `stable`, `acme/stable`; not the words that name something else. */
export function isAliasName(name: string): boolean {
  return aliasName.test(name) && name !== 'draft' && name !== 'latest';
}

/**
 * Reads `support-triage@stable`, `@latest`, `@draft`, `@7` or `@sha256:9f3c1a2`.
 *
 * @throws InputError that says what a ref looks like.
 */
export function parseRef(text: string): Ref {
  const at = text.indexOf('@');
  const prompt = at === -1 ? text : text.slice(0, at);
  if (prompt === '') throw refError(text, 'names no prompt', 'support-triage@stable');
  if (!isPromptName(prompt)) {
    throw refError(
      text,
      `has the prompt name "${prompt}"`,
      'ASCII letters, digits, ".", "_" and "-", a letter or digit first',
    );
  }
  if (at === -1)
    throw refError(
      text,
      'does not say which version',
      undefined,
      `Write ${prompt}@stable or ${prompt}@draft`,
    );
  return { prompt, at: parseTarget(text, prompt, text.slice(at + 1)) };
}

export function formatRef({ prompt, at }: Ref): string {
  return `${prompt}@${formatTarget(at)}`;
}

function formatTarget(at: RefTarget): string {
  if (at.kind === 'version') return String(at.version);
  if (at.kind === 'digest') return at.digest;
  return at.kind === 'alias' ? at.alias : at.kind;
}

function parseTarget(text: string, prompt: string, target: string): RefTarget {
  if (target === 'draft' || target === 'latest') return { kind: target };
  if (/^[1-9]\d{0,14}$/.test(target)) return { kind: 'version', version: Number(target) };
  if (/^\d/.test(target)) throw refError(text, `has the version "${target}"`, 'a whole number from 1');
  if (/^sha256:[0-9a-f]{7,64}$/i.test(target)) return { kind: 'digest', digest: target.toLowerCase() };
  if (target.startsWith('sha256:'))
    throw refError(text, 'has no digest', 'sha256: and 7 to 64 hexadecimal digits');
  if (isAliasName(target)) return { kind: 'alias', alias: target };
  throw refError(
    text,
    target === '' ? 'ends after the @' : `has the alias "${target}"`,
    'draft, latest, a version number, a digest (sha256:…) or an alias',
    `Such as ${prompt}@stable`,
  );
}

function refError(text: string, mistake: string, expected?: string, hint?: string): InputError {
  const problem: Problem = { message: `the ref "${text}" ${mistake}` };
  if (expected !== undefined) problem.expected = expected;
  if (hint !== undefined) problem.hint = hint;
  return new InputError(problem);
}
