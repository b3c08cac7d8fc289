/** What stands in quotes, as far as it could name a file, a folder or a package. */
export interface NamedTexts {
  /** `./labels.json`, `labels.json`, `@acme/evals` */
  files: string[];
  /** `rules`, and the beginning of what goes on with a value or a pattern: `rules/` of `rules/${name}.json`. */
  folders: string[];
  /** `@acme/evals`, `#helper`, and a word where it may be imported. */
  packages: string[];
}

/** More texts in a row than this are a list, and no parts of a path. */
const mostParts = 12;

/**
 * Whatever stands between two quotes of any kind, also where an apostrophe in a comment makes a quote seem open, and texts
 * with nothing but commas between them as the parts of one path: `join(here, 'rules', 'labels.json')`.
 */
export function namedTexts(source: string): NamedTexts {
  const quoted = [...source.matchAll(/(?<=['"`])[^'"`\n]{1,300}(?=['"`])/g)].map(([text]) => text);
  const parts = quoted.flatMap(partsOf);
  const rows = rowsOf(source);
  const whole = [...parts, ...rows.map((row) => row.join('/'))];
  const beginnings = whole.flatMap((text) => {
    const [beginning = ''] = text.split(/[*{[$]/, 1);
    return beginning === text ? [] : [beginning.slice(0, beginning.lastIndexOf('/') + 1)];
  });
  const unique = (texts: readonly string[]) => [...new Set(texts.flatMap(spellings))];
  return {
    files: unique([...parts, ...rows.flatMap(stretchesOf)]),
    folders: unique([...whole, ...beginnings, ...listedFolders(source)]),
    packages: [...new Set([...quoted.filter((text) => /^@|^#|\//.test(text)), ...importedWords(source)])],
  };
}

/** A template with values, and what stands after each: `/labels.json` of `${here}/labels.json`. */
function partsOf(text: string): string[] {
  const [first = '', ...rest] = text.split(/\$\{[^}]*\}/);
  if (rest.length === 0) return [text];
  return [`${first}$`, ...rest.map((part) => part.replace(/^[/\\]+/, ''))].filter((part) => part !== '$');
}

function spellings(text: string): string[] {
  const plain = text.replace(/\\+/g, '/');
  // `./own.ts?version=2`
  const [named = ''] = plain.startsWith('#') ? [plain] : plain.split(/[?#]/, 1);
  return [...new Set([plain, named, decoded(named)])].filter((spelling) => spelling !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a folder's listing is asked of, with the slash that makes a word a path. */
function listedFolders(source: string): string[] {
  const listed = source.matchAll(/\b(?:(?:readdir|opendir|glob)\w*\s*\(|cwd\s*:)\s*(['"`])([^'"`\n$]+)\1/g);
  return [...listed].map(([, , folder = '']) => `${folder}/`);
}

/** What follows `from`, `import` or a bracket. */
function importedWords(source: string): string[] {
  const words = source.matchAll(/(?:\bfrom|\bimport|\()\s*(['"`])([\w~-][\w.~-]*)\1/g);
  return [...words].map(([, , word = '']) => word);
}

/** Texts with nothing but commas between them. */
function rowsOf(source: string): string[][] {
  const rows = source.matchAll(/(['"`])[^'"`\n$]*\1(?:\s*,\s*(['"`])[^'"`\n$]*\2)+/g);
  return [...rows]
    .map(([row]) => [...row.matchAll(/(['"`])([^'"`\n$]*)\1/g)].map(([, , part = '']) => part))
    .filter((row) => row.length <= mostParts);
}

/** What follows something else in a row may begin a path. */
function stretchesOf(row: readonly string[]): string[] {
  return row.flatMap((_, start) =>
    row.slice(start + 1).map((_, more) => row.slice(start, start + more + 2).join('/')),
  );
}
