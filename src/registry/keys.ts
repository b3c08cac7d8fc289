import { InputError } from '../core/errors.ts';
import { excerpt } from '../core/text.ts';

/**
 * Keys are lower-case ASCII, so that a registry means the same on a file system that ignores case, and none
 * can leave the registry's folder: no empty segment, none that begins or ends with a dot.
 */
const segmentPattern = /^[a-z0-9%_-](?:[a-z0-9%._-]*[a-z0-9%_-])?$/;
const longestSegment = 200;

export function isKey(key: string): boolean {
  return key.split('/').every((segment) => segmentPattern.test(segment) && segment.length <= longestSegment);
}

/** @throws InputError for a key that no store may hold. */
export function checkKey(key: string): void {
  if (!isKey(key)) throw new InputError({ message: `"${excerpt(key, 80)}" can't be a key of the registry` });
}

/** The names that Windows keeps for devices, whatever stands after the dot. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A prompt's or an alias's name as one segment of a key. What a file system could misread (capitals, slashes,
 * spaces, letters beyond ASCII) is percent-encoded, so every name works and no two share a key.
 *
 * @throws InputError for a name that is empty or too long.
 */
export function nameSegment(name: string): string {
  return encodeName(name, /[^a-z0-9._-]/gu);
}

/**
 * A name as it is written in an address and as a file of a bundle. Capitals stay, so two names may differ only by
 * case; only what no file system may be given is percent-encoded.
 *
 * @throws InputError for a name that is empty or too long.
 */
export function fileSegment(name: string): string {
  return encodeName(name, /[^A-Za-z0-9._-]/gu);
}

function encodeName(name: string, strange: RegExp): string {
  const segment = name
    .toWellFormed()
    .replace(strange, percentEncode)
    .replace(/^\.|\.$/g, percentEncode)
    .replace(deviceName, (device) => percentEncode(device.slice(0, 1)) + device.slice(1));
  if (segment === '' || segment.length > longestSegment) {
    const message = `"${excerpt(name, 80)}" can't be a name in the registry`;
    const expected =
      segment === ''
        ? 'at least one character'
        : `at most ${longestSegment} characters, of which this has ${segment.length}: a capital, and each byte of what is no ASCII, counts as three`;
    throw new InputError({ message, expected });
  }
  return segment;
}

/** undefined where the segment is not one that `segmentOf` makes. */
export function nameOfSegment(segment: string, segmentOf = nameSegment): string | undefined {
  try {
    const name = decodeURIComponent(segment);
    return segmentOf(name) === segment ? name : undefined;
  } catch {
    return undefined;
  }
}

function percentEncode(text: string): string {
  return [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

export function versionsFolder(prompt: string): string {
  return `versions/${nameSegment(prompt)}/`;
}

export function movesFolder(prompt: string, alias: string): string {
  return `aliases/${nameSegment(prompt)}/${nameSegment(alias)}/`;
}

/** Where the records of a release go. */
export function foldersOfRelease(prompt: string, alias: string): string[] {
  return ['blobs/sha256/', plansFolder(prompt), versionsFolder(prompt), movesFolder(prompt, alias)];
}

/** A move's signature has the number of its move. */
export function signaturesFolder(prompt: string, alias: string): string {
  return `signatures/${nameSegment(prompt)}/${nameSegment(alias)}/`;
}

export function incidentsFolder(prompt: string): string {
  return `incidents/${nameSegment(prompt)}/`;
}

/** `0000000008.json`: padded, so that the order of the names is the order of the numbers. */
export function numberedKey(folder: string, number: number): string {
  return `${folder}${String(number).padStart(10, '0')}.json`;
}

export function plansFolder(prompt: string): string {
  return `plans/${nameSegment(prompt)}/`;
}

/** `digest` is the plan's. */
export function planKey(prompt: string, digest: string): string {
  return `${plansFolder(prompt)}${digest.replace(/^sha256:/, '')}.json`;
}

export function approvalsFolder(prompt: string, plan: string): string {
  return `approvals/${nameSegment(prompt)}/${plan.replace(/^sha256:/, '')}/`;
}

/** Of a prompt, or of what was said of one answer; `subject` is a digest. */
export function answerReviewsFolder(prompt: string, subject?: string): string {
  const below = subject === undefined ? '' : `${subject.replace(/^sha256:/, '')}/`;
  return `answers/${nameSegment(prompt)}/${below}`;
}

export function reviewKey(prompt: string, alias: string, seq: number): string {
  return numberedKey(`reviews/${nameSegment(prompt)}/${nameSegment(alias)}/`, seq);
}

export function blobKey(digest: string): string {
  return `blobs/sha256/${digest.replace(/^sha256:/, '')}`;
}

export type ParsedKey =
  | { kind: 'version' | 'incident'; folder: string; prompt: string; number: number }
  | { kind: 'move' | 'signature'; folder: string; prompt: string; alias: string; number: number }
  | { kind: 'blob'; digest: string }
  | { kind: 'plan'; prompt: string; digest: string }
  | { kind: 'approval'; prompt: string; plan: string }
  | { kind: 'answer'; prompt: string; subject: string; seq: number }
  | { kind: 'review'; prompt: string; alias: string; seq: number };

/** What a key stands for; undefined for one that no registry writes. */
export function parseKey(key: string): ParsedKey | undefined {
  const blob = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(key);
  if (blob) return { kind: 'blob', digest: `sha256:${blob[1]}` };
  const hashed =
    /^(?:plans\/([^/]+)\/([0-9a-f]{64})|approvals\/([^/]+)\/([0-9a-f]{64})\/[0-9a-f]{64})\.json$/.exec(key);
  if (hashed) return hashedKey(hashed);
  const answer = /^answers\/([^/]+)\/([0-9a-f]{64})\/(\d{10})\.json$/.exec(key);
  if (answer) return answerKey(answer);
  const numbered =
    /^((versions|aliases|signatures|reviews|incidents)\/([^/]+)\/(?:([^/]+)\/)?)(\d{10})\.json$/.exec(key);
  if (!numbered) return undefined;
  const [, folder = '', root, promptSegment = '', aliasSegment, digits] = numbered;
  const prompt = nameOfSegment(promptSegment);
  const number = Number(digits);
  if (prompt === undefined || number < 1) return undefined;
  if (root === 'versions' || root === 'incidents') {
    const kind = root === 'versions' ? 'version' : 'incident';
    return aliasSegment ? undefined : { kind, folder, prompt, number };
  }
  const alias = aliasSegment === undefined ? undefined : nameOfSegment(aliasSegment);
  if (alias === undefined) return undefined;
  if (root === 'reviews') return { kind: 'review', prompt, alias, seq: number };
  return { kind: root === 'aliases' ? 'move' : 'signature', folder, prompt, alias, number };
}

function answerKey([, segment = '', subject, digits]: string[]): ParsedKey | undefined {
  const prompt = nameOfSegment(segment);
  const seq = Number(digits);
  if (prompt === undefined || seq < 1) return undefined;
  return { kind: 'answer', prompt, subject: `sha256:${subject}`, seq };
}

function hashedKey([, plannedSegment, plan, approvedSegment, approved]: string[]): ParsedKey | undefined {
  const prompt = nameOfSegment(plannedSegment ?? approvedSegment ?? '');
  if (prompt === undefined) return undefined;
  return plannedSegment === undefined
    ? { kind: 'approval', prompt, plan: `sha256:${approved}` }
    : { kind: 'plan', prompt, digest: `sha256:${plan}` };
}
