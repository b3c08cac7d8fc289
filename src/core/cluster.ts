import { canonicalJson } from './digest.ts';
import type { Json } from './json.ts';

/**
 * Which cluster a case belongs to: what it has in that field, as text, so that 7 in a YAML file and "7" in a CSV file are
 * one. null where it has nothing there.
 */
export function clusterOf(
  { variables }: { variables?: Readonly<Record<string, Json>> },
  field: string,
): string | null {
  if (variables === undefined || !Object.hasOwn(variables, field)) return null;
  const value = variables[field] ?? null;
  if (value === null) return null;
  const text = typeof value === 'string' ? value.trim() : canonicalJson(value);
  return text === '' ? null : text;
}
