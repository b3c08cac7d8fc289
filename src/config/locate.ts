/**
 * The line of a config's source on which a field stands. A config is code, so this is a search, not a parse: it
 * follows the field's keys through the text, each after the one before it. undefined where a key does not occur.
 */
export function locateField(source: string, path: readonly (string | number)[]): number | undefined {
  let position = 0;
  for (const key of path) {
    if (typeof key === 'number') continue;
    const found = indexOfKey(source, key, position);
    if (found < 0) return undefined;
    position = found;
  }
  if (position === 0) return undefined;
  return source.slice(0, position).split('\n').length;
}

function indexOfKey(source: string, key: string, from: number): number {
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(?<![\\w$])(['"\`]?)${escaped}\\1\\s*[:,}]`, 'g');
  pattern.lastIndex = from;
  return pattern.exec(source)?.index ?? -1;
}
