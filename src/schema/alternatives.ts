import type { ErrorObject } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../core/json.ts';
import { suggest } from '../core/suggest.ts';
import { memberOf } from './field-path.ts';
import { referenced } from './references.ts';

/**
 * ajv reports every branch of an `anyOf` or `oneOf` that did not fit, and every entry of a `contains`, and then the keyword
 * itself. People want one of these: the mistakes of the branch that was meant, where that is plain, or else one word about the
 * keyword.
 * It also reports `if` and `propertyNames` twice, and a wrong type beside the list of allowed values.
 */
export function collapseAlternatives(errors: readonly ErrorObject[], root: JsonSchema): ErrorObject[] {
  const dropped = new Set<ErrorObject>();
  // Inner alternatives come before the outer ones, so an outer one sees what is left of them.
  for (const [index, error] of errors.entries()) {
    if (error.keyword === 'if' || error.propertyName !== undefined) dropped.add(error);
    if (error.keyword === 'type' && hasValueList(error)) dropped.add(error);
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf' && error.keyword !== 'contains') continue;
    const before = errors
      .slice(0, index)
      .filter((earlier) => !dropped.has(earlier) && isWithin(earlier, error));
    for (const noise of noiseOf(error, before, root)) dropped.add(noise);
  }
  return errors.filter((error) => !dropped.has(error));
}

function hasValueList(error: ErrorObject): boolean {
  return error.parentSchema?.enum !== undefined || error.parentSchema?.const !== undefined;
}

function isWithin(inner: ErrorObject, outer: ErrorObject): boolean {
  return inner.instancePath === outer.instancePath || inner.instancePath.startsWith(`${outer.instancePath}/`);
}

/** Which of the keyword's own error and its branches' errors need not be shown. */
function noiseOf(error: ErrorObject, before: readonly ErrorObject[], root: JsonSchema): ErrorObject[] {
  // Of `contains` there is no meant branch: no entry has to be the one.
  if (error.keyword === 'contains') return within(error.schema, before, root);
  const schemas: unknown[] = Array.isArray(error.schema) ? error.schema : [];
  const branches = schemas.map((schema) => within(schema, before, root));
  const all = branches.flat();
  const meant = meantBranch(branches, error);
  return meant === undefined ? all : [error, ...all.filter((earlier) => !meant.includes(earlier))];
}

/** Those of the errors that a schema, or one that it leads to, has given. */
function within(schema: unknown, errors: readonly ErrorObject[], root: JsonSchema): ErrorObject[] {
  const reachable = reachableSchemas(schema, root);
  return errors.filter(({ parentSchema }) => parentSchema !== undefined && reachable.has(parentSchema));
}

/**
 * The one branch whose kind fits: its errors lie deeper than a wrong type or a wrong fixed value. Of several, that which has the key
 * that was meant, or else that which is closest; none where no branch has any of the value's keys.
 */
function meantBranch(branches: ErrorObject[][], error: ErrorObject): ErrorObject[] | undefined {
  const fitting = branches.filter(
    (errors) => errors.length > 0 && !errors.some((inner) => isOtherKind(inner, error)),
  );
  if (fitting.length <= 1) return fitting[0];
  const near = fitting.filter((errors) => strangers(errors, error).some(isSlip));
  if (near.length === 1) return near[0];
  if (fitting.every((errors) => knowsNoKey(errors, error))) return undefined;
  const fewest = Math.min(...fitting.map((errors) => errors.length));
  const closest = fitting.filter((errors) => errors.length === fewest);
  return closest.length === 1 ? closest[0] : undefined;
}

/** The errors about keys of the value itself that a branch does not know. */
function strangers(errors: readonly ErrorObject[], outer: ErrorObject): ErrorObject[] {
  return errors.filter(
    (error) => error.keyword === 'additionalProperties' && error.instancePath === outer.instancePath,
  );
}

function isSlip(stranger: ErrorObject): boolean {
  return suggest(String(stranger.params.additionalProperty), knownKeys(stranger)) !== undefined;
}

function knowsNoKey(errors: readonly ErrorObject[], outer: ErrorObject): boolean {
  const [stranger] = strangers(errors, outer);
  return (
    stranger !== undefined && !knownKeys(stranger).some((key) => memberOf(outer.data, key) !== undefined)
  );
}

function knownKeys({ parentSchema }: ErrorObject): string[] {
  const properties = memberOf(parentSchema, 'properties');
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

function isOtherKind(inner: ErrorObject, outer: ErrorObject): boolean {
  const depth = inner.instancePath.slice(outer.instancePath.length).split('/').length - 1;
  if (depth === 0)
    return ['type', 'const', 'enum', 'pattern', 'format', 'false schema'].includes(inner.keyword);
  return depth === 1 && inner.keyword === 'const';
}

/** Every schema object below a branch, references inside the document included. */
function reachableSchemas(schema: unknown, root: JsonSchema, seen = new Set<unknown>()): Set<unknown> {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return seen;
  seen.add(schema);
  for (const [key, member] of Object.entries(schema)) {
    if (key === '$ref' && typeof member === 'string') reachableSchemas(referenced(member, root), root, seen);
    else reachableSchemas(member, root, seen);
  }
  return seen;
}
