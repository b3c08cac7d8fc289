import { parseDuration } from '../config/quantities.ts';
import { cacheModes } from '../core/cache-mode.ts';
import type { Split } from '../core/case.ts';
import { InputError } from '../core/errors.ts';
import { logLevels } from '../core/log-level.ts';
import type { Shard } from '../core/shard.ts';
import { listed } from '../core/text.ts';
import { isAliasName } from '../prompts/ref.ts';

/** A parser for one option, which its error names; so are those below. */
export function positiveInteger(option: string): (value: string) => number {
  return (value) => {
    if (/^[1-9]\d*$/.test(value) && Number.isSafeInteger(Number(value))) return Number(value);
    throw refusal(option, value, 'a whole number of at least 1');
  };
}

export function positiveNumber(option: string): (value: string) => number {
  return (value) => {
    const number = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
    if (number > 0 && Number.isFinite(number)) return number;
    throw refusal(option, value, 'a number above 0, such as 2.5');
  };
}

export function port(value: string): number {
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw refusal('--port', value, 'a whole number from 0 to 65535');
}

/** For texts that stand in a log for good. */
export function filledText(option: string): (value: string) => string {
  return (value) => {
    if (value.trim() !== '') return value;
    throw refusal(option, value, 'a text');
  };
}

/** A ref of the prompt that the command is about: `@7` or just `7`, `@stable`, `triage@sha256:…`. */
export function ref(option: string): (value: string) => string {
  return (value) => {
    if (value.includes('@')) return value;
    if (/^\d+$/.test(value)) return `@${value}`;
    throw new InputError({
      field: option,
      message: `"${value}" is no ref`,
      expected: 'something like @7, @stable, @latest, @draft or triage@stable',
      ...refHint(value),
    });
  };
}

/** Of what was typed: a file, or the name of an alias. */
function refHint(value: string): { hint?: string } {
  if (/\.(?:ya?ml|txt|md)$/i.test(value))
    return { hint: "A prompt's own file is its draft, @draft; sweep --candidate takes any file" };
  return isAliasName(value) || value === 'draft' || value === 'latest'
    ? { hint: `Did you mean @${value}?` }
    : {};
}

/** The name of an alias, one that a ref can name. */
export function alias(value: string): string {
  if (isAliasName(value)) return value;
  throw refusal('--alias', value, 'a name such as stable, canary or acme/stable; draft and latest are taken');
}

/** A plan's digest, which may be cut short: `4c1f0e2`, `sha256:4c1f0e2`. */
export function planDigest(option: string): (value: string) => string {
  return (value) => {
    if (/^(?:sha256:)?[0-9a-f]{7,64}$/i.test(value)) return value;
    throw refusal(option, value, 'at least 7 digits of the digest that the plan has');
  };
}

/** `2/4`: the second of four. */
export function shard(value: string): Shard {
  const [, index = 0, of = 0] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(value) ?? []).map(Number);
  if (index >= 1 && index <= of) return { index, of };
  throw refusal('--shard', value, 'i/n with i from 1 to n, such as 2/4');
}

/** `30d`, `12h` → milliseconds. */
export function duration(option: string): (value: string) => number {
  return (value) => {
    const milliseconds = parseDuration(value);
    if (milliseconds !== undefined) return milliseconds;
    throw refusal(option, value, 'a time such as 30d, 12h or 90min');
  };
}

/** `openai/gpt-4.1-mini`, or `own`; repeatable. */
export function model(value: string, before: string[] = []): string[] {
  return [...before, value === 'own' ? value : oneModel(value)];
}

/** A parser for an option that takes one of a few words, which it carries for the shell's completion. */
export function oneOf<const Word extends string>(
  option: string,
  words: readonly Word[],
): ((value: string) => Word) & { words: readonly Word[] } {
  const parse = (value: string) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    throw refusal(option, value, listed(words));
  };
  return Object.assign(parse, { words });
}

/** What the value of an option may be, where its parser takes only some words. */
export function wordsOf(parser: unknown): readonly string[] {
  return typeof parser === 'function' && 'words' in parser && Array.isArray(parser.words) ? parser.words : [];
}

export const logLevel = oneOf('--log-level', logLevels);
export const cacheMode = oneOf('--cache', cacheModes);
export const split = oneOf<Split>('--split', ['tune', 'release', 'all']);
export const diffFormat = oneOf('--format', ['terminal', 'markdown', 'html']);
export type DiffFormat = ReturnType<typeof diffFormat>;

export function oneModel(value: string): string {
  if (/^[^/\s]+\/\S+$/.test(value)) return value;
  throw refusal('--model', value, 'provider/model, such as openai/gpt-4.1-mini');
}

export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function refusal(option: string, value: string, expected: string): InputError {
  return new InputError({
    field: option,
    message: value === '' ? 'is empty' : `"${value}" does not fit`,
    expected,
  });
}
