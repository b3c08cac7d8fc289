import type { JsonSchema } from '../core/json.ts';
import { memberOf } from './field-path.ts';
import { isStructure } from './schema-words.ts';

/** What a reference inside the document (`#/$defs/gate`, `#gate`) names; undefined for any other. */
export function referenced(reference: string, root: JsonSchema): unknown {
  if (/^#[^/]/.test(reference)) return anchored(decoded(reference.slice(1)), root);
  if (!/^#(?:\/|$)/.test(reference)) return undefined;
  let current: unknown = root;
  for (const step of decoded(reference).split('/').slice(1)) {
    current = memberOf(current, step.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return current;
}

/** The schema of that anchor, where it is the only one: which of several is meant depends on the documents around them. */
function anchored(name: string, root: JsonSchema): unknown {
  const found: unknown[] = [];
  const open: unknown[] = [root];
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    if (typeof schema !== 'object' || schema === null) continue;
    const names = ['$anchor', '$dynamicAnchor'].map((keyword) => memberOf(schema, keyword));
    const isDraft07 = memberOf(schema, '$id') === `#${name}`;
    if (names.includes(name) || isDraft07) found.push(schema);
    open.push(...Object.values(schema).filter(isStructure));
  }
  return found.length === 1 ? found[0] : undefined;
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return reference;
  }
}

/** Keywords whose schemas say something about the very value that the schema around them is about. */
const sameValue = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas'];
const references = ['$ref', '$dynamicRef'];
/** What is inside counts only where a reference leads there, or is no schema. */
const apart = ['$defs', 'definitions', 'const', 'enum', 'default', 'examples'];

/**
 * A reference by which a schema asks of a value no more than that it fits this very schema, so that a check would never come
 * to an end. One that leads back by way of a member or an entry is no such: it ends where the value does.
 */
export function endlessReference(root: JsonSchema): string | undefined {
  const ended = new Set<unknown>();
  const open = new Set<unknown>();
  /** The reference that leads back to a schema that is being looked at. */
  const follow = (schema: unknown, by: string): string | undefined => {
    if (typeof schema !== 'object' || schema === null || ended.has(schema)) return undefined;
    if (open.has(schema)) return by;
    open.add(schema);
    for (const [next, reference] of sameValueSchemas(schema, root)) {
      const found = follow(next, reference ?? by);
      if (found !== undefined) return found;
    }
    open.delete(schema);
    ended.add(schema);
    return undefined;
  };
  for (const schema of schemasIn(root, root)) {
    const found = follow(schema, '#');
    if (found !== undefined) return found;
  }
  return undefined;
}

function sameValueSchemas(schema: object, root: JsonSchema): [schema: unknown, reference?: string][] {
  const inner = sameValue.flatMap((keyword) => {
    const member = memberOf(schema, keyword);
    const isSchema = !Array.isArray(member) && keyword !== 'dependentSchemas';
    return isSchema || typeof member !== 'object' || member === null ? [member] : Object.values(member);
  });
  const schemas = inner.map((member): [unknown] => [member]);
  const named = references.flatMap((keyword): [unknown, string][] => {
    const reference = memberOf(schema, keyword);
    return typeof reference === 'string' ? [[referenced(reference, root), reference]] : [];
  });
  return [...named, ...schemas];
}

/** Every object of a schema that can come to be asked. */
function schemasIn(schema: unknown, root: JsonSchema, seen = new Set<object>()): Set<object> {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return seen;
  seen.add(schema);
  for (const [key, member] of Object.entries(schema)) {
    if (references.includes(key) && typeof member === 'string')
      schemasIn(referenced(member, root), root, seen);
    else if (!apart.includes(key)) schemasIn(member, root, seen);
  }
  return seen;
}
