import type { JsonObject, JsonSchema } from '../core/json.ts';
import { otherChanges } from './schema-keywords.ts';
import { limitChanges } from './schema-limits.ts';
import {
  allFit,
  both,
  isNull,
  isSame,
  listOf,
  mayBe,
  pointedAt,
  propertiesOf,
  type Schema,
  schemaOf,
  valuesOf,
} from './schema-parts.ts';
import { valueChanges } from './schema-values.ts';

/** A promise of a schema that another schema does not keep. */
export interface LostGuarantee {
  /** Below the answer: `.category`, `.items[].price`; empty for the answer itself. */
  field: string;
  message: string;
}

/**
 * Whether every value that fits `after` fits `before` too; where that can't be shown, what stands in the way. It
 * follows what output schemas are made of (types, values, properties, lists, limits, local references, anyOf) and
 * takes every other keyword for kept only where it stands there unchanged. A property that is gone counts as lost
 * even where it was optional.
 */
export function lostGuarantees(before: JsonSchema, after: JsonSchema): LostGuarantee[] {
  const lost = compare(before, after, { field: '', before, after, assumed: new Set(), depth: 0 });
  return [...new Map(lost.map((change) => [`${change.field}\n${change.message}`, change])).values()];
}

/** The place in the answer, and the whole schemas that references point into. */
interface Place {
  field: string;
  before: JsonSchema;
  after: JsonSchema;
  /** Pairs with references that are being compared: a recursive schema is kept unless something else breaks it. */
  assumed: ReadonlySet<string>;
  depth: number;
}

/** Deeper than any output schema; a schema that only refers to itself ends here. */
const deepest = 60;

function compare(before: Schema, after: Schema, place: Place): LostGuarantee[] {
  // Nothing fits `false`, and everything fits `true`.
  if (after === false || before === true || isSame(before, after, place)) return [];
  if (before === false) return [{ field: place.field, message: 'was ruled out and may be there now' }];
  if (place.depth > deepest) return [{ field: place.field, message: 'is nested too deeply to compare' }];
  const narrow = after === true ? {} : after;
  if (before.$ref === undefined && narrow.$ref === undefined) {
    return compareWhole(before, narrow, { ...place, depth: place.depth + 1 });
  }
  const pair = JSON.stringify([before, narrow]);
  if (place.assumed.has(pair)) return [];
  return followed(before, narrow, {
    ...place,
    assumed: new Set([...place.assumed, pair]),
    depth: place.depth + 1,
  });
}

function followed(before: JsonObject, after: JsonObject, place: Place): LostGuarantee[] {
  const { $ref: newReference, ...newRest } = after;
  if (newReference !== undefined) {
    return compare(before, both(newRest, pointedAt(newReference, place.after) ?? true), place);
  }
  const { $ref: reference, ...rest } = before;
  const target = pointedAt(reference ?? null, place.before);
  if (target === undefined) {
    return [
      { field: place.field, message: `refers to ${JSON.stringify(reference)}, which can't be compared` },
    ];
  }
  return [...compare(target, after, place), ...compare(rest, after, place)];
}

function compareWhole(before: JsonObject, after: JsonObject, place: Place): LostGuarantee[] {
  const values = valuesOf(after);
  if (values !== undefined && allFit(values, before, place.before)) return [];
  const own = compareParts(before, after, place);
  return own.length === 0 ? [] : changesOfBranches(before, after, place, own);
}

/** What a schema does not promise as a whole, each of its branches may: the first that doesn't is the change. */
function changesOfBranches(
  before: JsonObject,
  after: JsonObject,
  place: Place,
  own: LostGuarantee[],
): LostGuarantee[] {
  const { anyOf, oneOf, ...rest } = after;
  const forms = Array.isArray(anyOf) ? anyOf : oneOf;
  if (Array.isArray(forms)) {
    const changes = forms.map((form) => compare(before, both(rest, schemaOf(form) ?? true), place));
    const broken = changes.findIndex((lost) => lost.length > 0);
    return isNull(forms[broken])
      ? [{ field: place.field, message: 'may be null now' }]
      : (changes[broken] ?? []);
  }
  if (!Array.isArray(after.type) || after.type.length < 2) return own;
  const kept = after.type.every((type) => compare(before, { ...after, type }, place).length === 0);
  return kept ? [] : own;
}

function compareParts(before: JsonObject, after: JsonObject, place: Place): LostGuarantee[] {
  const here = [
    ...valueChanges(before, after),
    ...limitChanges(before, after),
    ...otherChanges(before, after, place),
  ];
  return [
    ...here.map((message) => ({ field: place.field, message })),
    ...(mayBe(after, 'object') ? propertyChanges(before, after, place) : []),
    ...(mayBe(after, 'array') ? itemChanges(before, after, place) : []),
    ...formChanges(before, after, place),
  ];
}

function propertyChanges(before: JsonObject, after: JsonObject, place: Place): LostGuarantee[] {
  const [old, current] = [propertiesOf(before), propertiesOf(after)];
  const required = listOf(after.required);
  const gone = [...old.keys()].filter((name) => !current.has(name));
  const optional = listOf(before.required).filter(
    (name) => !required.includes(name) && !gone.includes(String(name)),
  );
  return [
    ...gone.map((name) => ({
      field: `${place.field}.${name}`,
      message: 'is no longer in the schema',
    })),
    ...optional.map((name) => ({ field: `${place.field}.${name}`, message: 'is no longer required' })),
    ...[...old].flatMap(([name, schema]) => {
      const now = current.get(name);
      return now === undefined ? [] : compare(schema, now, { ...place, field: `${place.field}.${name}` });
    }),
    ...furtherProperties(before, after, place),
  ];
}

/** What `additionalProperties` promised about the properties that the schema does not name. */
function furtherProperties(before: JsonObject, after: JsonObject, place: Place): LostGuarantee[] {
  const rule = schemaOf(before.additionalProperties) ?? true;
  if (rule === true) return [];
  const known = propertiesOf(before);
  const ofAdded = [...propertiesOf(after)]
    .filter(([name, schema]) => !known.has(name) && schema !== false)
    .flatMap(([name, schema]) => {
      const field = `${place.field}.${name}`;
      if (rule !== false) return compare(rule, schema, { ...place, field });
      return [{ field, message: 'is new, and the baseline ruled out further properties' }];
    });
  const open = schemaOf(after.additionalProperties) ?? true;
  const samePatterns = isSame(before.patternProperties, after.patternProperties, place);
  const kept = samePatterns && compare(rule, open, { ...place, field: '' }).length === 0;
  if (kept) return ofAdded;
  const ruledOut = rule === false ? 'ruled out' : 'limited';
  return [
    ...ofAdded,
    { field: place.field, message: `may hold further properties, which the baseline ${ruledOut}` },
  ];
}

function itemChanges(before: JsonObject, after: JsonObject, place: Place): LostGuarantee[] {
  const items = schemaOf(before.items);
  if (items === undefined) return [];
  const field = `${place.field}[]`;
  const comparable = !Array.isArray(after.items) && isSame(before.prefixItems, after.prefixItems, place);
  if (!comparable) return [{ field, message: "are described another way, which can't be compared" }];
  return compare(items, schemaOf(after.items) ?? true, { ...place, field });
}

/** Each form of the candidate must be within one of the forms that the baseline allowed. */
function formChanges(before: JsonObject, after: JsonObject, place: Place): LostGuarantee[] {
  if (!Array.isArray(before.anyOf)) return [];
  const forms = before.anyOf.map((form) => compare(schemaOf(form) ?? true, after, place));
  if (forms.some((changes) => changes.length === 0)) return [];
  // With one form besides null, as in a field that may be null, what broke it is worth saying.
  const telling = forms.filter((_, index) => !isNull(listOf(before.anyOf)[index]));
  const only = telling.length === 1 ? telling[0] : undefined;
  return only ?? [{ field: place.field, message: 'may have a form that the baseline did not allow (anyOf)' }];
}
