import { canonicalJson } from '../../core/digest.ts';
import { isJsonObject, type Json } from '../../core/json.ts';

/** A value that is only on one side, or another one on each. */
export interface FieldChange {
  /** `properties.category.enum`; `enum[]` is a member of a list whose order says nothing. */
  field: string;
  /** Absent where it was added. */
  before?: Json;
  /** Absent where it was removed. */
  after?: Json;
}

/** What two values differ in, each difference at its own path, in the order of the first value and then of the second. */
export function jsonChanges(before: Json | undefined, after: Json | undefined, path = ''): FieldChange[] {
  if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after))
    return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      jsonChanges(own(before, name), own(after, name), memberPath(path, name)),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  if (before === undefined && after === undefined) return [];
  return [change(path, before, after)];
}

function listChanges(before: readonly Json[], after: readonly Json[], path: string): FieldChange[] {
  if (isSet(before) && isSet(after)) {
    const removed = before.filter((member) => !after.includes(member));
    const added = after.filter((member) => !before.includes(member));
    if (removed.length + added.length === 0) return [change(path, [...before], [...after])];
    return [
      ...removed.map((member) => change(`${path}[]`, member, undefined)),
      ...added.map((member) => change(`${path}[]`, undefined, member)),
    ];
  }
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) => index).flatMap((index) =>
    jsonChanges(before[index], after[index], `${path}[${index}]`),
  );
}

/** Texts, numbers and the like, none of them twice. */
function isSet(list: readonly Json[]): boolean {
  return list.every((member) => typeof member !== 'object') && new Set(list).size === list.length;
}

function change(field: string, before: Json | undefined, after: Json | undefined): FieldChange {
  return { field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

function memberPath(path: string, name: string): string {
  if (!/^[\w$-]+$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

function own(value: object, name: string): Json | undefined {
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
