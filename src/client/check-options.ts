import { suggestion } from '../core/suggest.ts';
import type { ClientOptions } from './client-types.ts';

interface Option {
  isFine(value: unknown): boolean;
  expected: string;
}

const duration: Option = {
  isFine: (value) => typeof value === 'number' && value >= 0,
  expected: 'milliseconds, 0 or more, or Infinity',
};
const folder: Option = { isFine: isFolder, expected: 'a folder' };

const options: { [Name in keyof ClientOptions]-?: Option } = {
  url: { isFine: isAddress, expected: 'an http or https address' },
  token: { isFine: isToken, expected: 'characters that an HTTP header can carry' },
  bundle: { ...folder, expected: 'a folder; an http address is given as url' },
  cacheDir: folder,
  snapshot: { isFine: isSnapshot, expected: "a bundle's folder, or the content of its snapshot.json" },
  refreshMs: duration,
  maxStalenessMs: duration,
  timeoutMs: duration,
  patienceMs: duration,
  fallback: { isFine: isListOfNames, expected: 'a list of aliases' },
  onProblem: { isFine: (value) => typeof value === 'function', expected: 'a function' },
};

/** @throws TypeError that names every option that can't be meant. */
export function checkOptions(given: ClientOptions): void {
  const problems = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => problemOf(name, value) ?? []);
  if ((given.url === undefined) === (given.bundle === undefined)) {
    problems.push('it takes either a url or a bundle');
  } else if (given.token !== undefined && given.url === undefined) {
    problems.push('a token is for a url; a bundle asks for none');
  }
  if (problems.length > 0) throw new TypeError(`createClient: ${problems.join('; ')}`);
}

/** @throws TypeError for what `get` can't take for aliases. */
export function checkAliases(names: readonly unknown[]): void {
  if (!isListOfNames(names)) throw new TypeError('get: alias: expected an alias, or a list of them');
}

function problemOf(name: string, value: unknown): string | undefined {
  if (!Object.hasOwn(options, name)) {
    const hint = suggestion(name, Object.keys(options));
    return `there is no option ${name}${hint === undefined ? '' : ` (${hint})`}`;
  }
  const { isFine, expected } = options[name as keyof ClientOptions];
  return isFine(value) ? undefined : `${name}: expected ${expected}${shown(value)}`;
}

/** Only what can't be a secret: the message may stand in a log, and an address may hold a password. */
function shown(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? `, not ${value}` : '';
}

function isAddress(value: unknown): boolean {
  const address = value instanceof URL ? value.href : value;
  return typeof address === 'string' && URL.canParse(address) && isHttp(address);
}

function isHttp(address: string): boolean {
  return ['http:', 'https:'].includes(new URL(address).protocol);
}

function isFolder(value: unknown): boolean {
  if (value instanceof URL) return value.protocol === 'file:';
  return typeof value === 'string' && value !== '' && !/^https?:/i.test(value);
}

function isSnapshot(value: unknown): boolean {
  if (typeof value === 'string' || value instanceof URL) return isFolder(value);
  const documents: unknown = value !== null && typeof value === 'object' && Object(value).documents;
  return typeof documents === 'object' && documents !== null;
}

function isToken(value: unknown): boolean {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

function isListOfNames(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name !== '')
  );
}
