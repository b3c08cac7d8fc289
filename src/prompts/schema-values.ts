import { canonicalJson } from '../core/digest.ts';
import type { Json, JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { type TypeName, typesOf, valuesOf } from './schema-parts.ts';

/** What `type`, `enum` and `const` promised and no longer do. */
export function valueChanges(before: JsonObject, after: JsonObject): string[] {
  const ofList = listedValues(before, after);
  return ofList.length > 0 ? ofList : addedTypes(before, after);
}

function listedValues(before: JsonObject, after: JsonObject): string[] {
  const allowed = before.const === undefined && before.enum === undefined ? undefined : valuesOf(before);
  if (allowed === undefined) return [];
  const known = new Set(allowed.map(canonicalJson));
  const added = valuesOf(after)?.filter((value) => !known.has(canonicalJson(value)));
  if (added === undefined) return [`is no longer limited to ${shown(allowed)}`];
  return added.length === 0 ? [] : [`may be ${shown(added)} now`];
}

function addedTypes(before: JsonObject, after: JsonObject): string[] {
  const old = typesOf(before);
  if (old === undefined) return [];
  const current = typesOf(after);
  if (current === undefined) return [`may be of any type now, and was ${old.join(' or ')}`];
  const added = current.filter((type) => !includesType(old, type));
  if (added.length === 0) return [];
  const stays = added.length < current.length;
  return [
    stays
      ? `may be ${added.join(' or ')} now`
      : `is ${current.join(' or ')} now, and was ${old.join(' or ')}`,
  ];
}

function includesType(types: readonly TypeName[], type: TypeName): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

function shown(values: readonly Json[]): string {
  const texts = values.slice(0, 8).map((value) => excerpt(JSON.stringify(value), 40));
  return values.length > texts.length ? `${texts.join(', ')} …` : texts.join(', ');
}
