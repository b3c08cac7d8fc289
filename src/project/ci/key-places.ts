import { isOperating } from '../../config/answering-settings.ts';
import { isProviderDefinition } from '../../config/define-provider.ts';
import type { ResolvedConfig } from '../../config/resolved-config.ts';
import { canonicalJson, digestOf } from '../../core/digest.ts';
import type { PolicyChange } from '../../core/policy.ts';
import { excerpt } from '../../core/text.ts';

type Providers = ResolvedConfig['providers'];
type Way = Record<string, string>;

/** What a server is asked for, wherever it is. Whatever else a provider may set could decide where its key goes. */
const ofAnswers = ['api', 'stream', 'apiVersion'];

/**
 * Providers that a key would reach by another way than on the protected branch. Nothing for one that is new and asked where
 * its vendor is, and nothing for a key that stands in the config and nowhere else, such as `unused` of a local server. What a
 * provider's own code does is compared as code.
 *
 * @param providers those that would be asked
 * @param keys that are secret: of the protected branch's config and of the environment
 */
export function movedKeys(
  then: Providers,
  now: Providers,
  providers: readonly string[],
  keys: readonly string[],
): PolicyChange[] {
  return providers.flatMap((name) => {
    const [before, after] = [then[name], now[name]];
    if (isProviderDefinition(before) || isProviderDefinition(after)) return [];
    const isNew = before === undefined;
    const was = wayOf(name, before ?? { type: after?.type ?? name });
    const { region, ...is } = wayOf(name, after ?? {});
    // A region is a part of the vendor's own address.
    if (region !== undefined && !isNew) is.region = region;
    if (isPlaceholder(before?.apiKey, keys)) was.apiKey = 'in the config';
    if (isPlaceholder(after?.apiKey, keys) || canonicalJson(was) === canonicalJson(is)) return [];
    const text = `the key of ${name} goes by other settings (${differences(was, is)})`;
    return [moved('providers', text, [name, was, is])];
  });
}

/** A key that stands in the config alone is sent instead of the one that the environment holds, which stays where it is. */
function isPlaceholder(key: string | undefined, keys: readonly string[]): boolean {
  return key !== undefined && !keys.includes(key.trim());
}

function wayOf(name: string, entry: Exclude<Providers[string], undefined>): Way {
  const deciding = Object.entries({ type: name, ...entry }).filter(
    ([field, value]) => value !== undefined && !isOperating(field) && !ofAnswers.includes(field),
  );
  return Object.fromEntries(deciding.map(([field, value]) => [field, String(value)]));
}

function differences(was: Way, is: Way): string {
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (field) => was[field] !== is[field],
  );
  return fields.map((field) => `${field} ${shown(was[field])} → ${shown(is[field])}`).join(', ');
}

/** An address may hold a name and a password. */
function shown(value: string | undefined): string {
  if (value === undefined) return 'not set';
  if (!URL.canParse(value)) return excerpt(value, 80);
  const { origin, host, protocol, pathname } = new URL(value);
  return excerpt(origin === 'null' ? `${protocol}//${host}` : `${origin}${pathname}`, 80);
}

/** Variables of a `.env` beside the config, as far as they count. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Variables that a committed `.env` sets otherwise than there. Every one counts: addresses, proxies, accounts and what checks
 * certificates are set by variables of many names.
 */
export function movedVariables(then: Variables, now: Variables): PolicyChange[] {
  const names = Object.keys(now).filter((name) => now[name] !== then[name]);
  if (names.length === 0) return [];
  const list = names.sort().map((name) => excerpt(name, 60));
  const text = `.env sets variables otherwise, which may decide where keys go (${list.join(', ')})`;
  return [
    moved(
      '.env',
      text,
      names.map((name) => [name, then[name] ?? null, now[name] ?? null]),
    ),
  ];
}

function moved(name: string, text: string, content: unknown): PolicyChange {
  return { kind: 'setting-looser', names: [name], text, isLooser: true, digest: digestOf(content) };
}
