/** What can be asked for by name: `slice:billing`, `eval:judge`, `status:worse`. */
export const queryKeys = ['slice', 'model', 'eval', 'status'] as const;
export type QueryKey = (typeof queryKeys)[number];

/** What the search asks for, in lower case. Of one key any value may hold; of the words all must. */
export interface Query extends Record<QueryKey, string[]> {
  words: string[];
}

interface Token {
  key: QueryKey | null;
  value: string;
}

export function parseQuery(text: string): Query {
  const query: Query = { slice: [], model: [], eval: [], status: [], words: [] };
  for (const { key, value } of tokensOf(text)) {
    if (value !== '') query[key ?? 'words'].push(value.toLowerCase());
  }
  return query;
}

/** The value that the search asks for of a key; null where it asks for none or for several. */
export function askedValue(text: string, key: QueryKey): string | null {
  const values = tokensOf(text).filter((token) => token.key === key);
  return values.length === 1 ? (values[0]?.value ?? null) : null;
}

/** The same search with another value of a key; null takes it away. */
export function withValue(text: string, key: QueryKey, value: string | null): string {
  const kept = tokensOf(text).filter((token) => token.key !== key);
  const added: Token[] = value === null ? [] : [{ key, value }];
  return [...added, ...kept].map(written).join(' ');
}

/** `key:value`, `key:"a value"`, `word`, `"some words"`; a quote inside of quotes is doubled. A key that is not known is part of a word. */
function tokensOf(text: string): Token[] {
  const tokens = text.matchAll(/(?:([a-z]+):)?(?:"((?:[^"]|"")*)"?|([^\s"]+))/gi);
  return [...tokens].map(([whole, name, inQuotes, bare]) => {
    const key = queryKeys.find((known) => known === name?.toLowerCase()) ?? null;
    const quoted = inQuotes?.replaceAll('""', '"');
    if (key !== null || name === undefined) return { key, value: quoted ?? bare ?? '' };
    return { key, value: quoted === undefined ? whole : `${name}:${quoted}` };
  });
}

function written({ key, value }: Token): string {
  const needsQuotes = /[\s"]|^$/.test(value) || (key === null && /^[a-z]+:/i.test(value));
  const text = needsQuotes ? `"${value.replaceAll('"', '""')}"` : value;
  return key === null ? text : `${key}:${text}`;
}
