import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { InputError } from '../core/errors.ts';
import type { JsonSchema } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { collapseAlternatives } from './alternatives.ts';
import { type BuiltSchemaName, builtSchema } from './built-schema.ts';
import { describeError, type SchemaProblem } from './describe-error.ts';
import { draftOf, engineFor } from './engine.ts';
import { type FindErrors, hasReferences, recursiveCheck } from './recursive-check.ts';
import { endlessReference } from './references.ts';

export type { SchemaProblem } from './describe-error.ts';

/** Says everything that is wrong with a value; an empty list means that it fits. */
export type SchemaCheck = (value: unknown) => SchemaProblem[];

const compiled = new WeakMap<JsonSchema, SchemaCheck>();

/**
 * Makes a check of a JSON Schema (2020-12, or draft-07 where `$schema` says so). Compiled once for each schema
 * object, so the object must not be changed afterwards. Format names that are unknown, and words that JSON Schema
 * does not have, are ignored. The check throws TooMuchToCheck where it would take too long.
 *
 * @throws InputError when the schema itself is not valid; its problems carry fields inside the schema, no file.
 */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  return remembered(schema, () => {
    const { validate } = builtSchema(draftOf(schema));
    if (!validate(schema)) throw new InputError(schemaMistakes(validate.errors ?? [], schema));
    return createCheck(schema, compileOrThrow(schema));
  });
}

/** The check of a schema of this package, which was compiled when the package was built. */
export function checkOf(name: BuiltSchemaName): SchemaCheck {
  const { schema, validate } = builtSchema(name);
  return remembered(schema, () => createCheck(schema, errorsOf(validate)));
}

function remembered(schema: JsonSchema, create: () => SchemaCheck): SchemaCheck {
  const check = compiled.get(schema) ?? create();
  compiled.set(schema, check);
  return check;
}

function createCheck(schema: JsonSchema, findErrors: FindErrors): SchemaCheck {
  return (value) => {
    const found = findErrors(value);
    if (found === undefined) return [tooManyToTell];
    const errors = collapseAlternatives(found, schema);
    return withoutRepeats(errors.map((error) => describeError(error, value)));
  };
}

const tooManyToTell: SchemaProblem = {
  path: [],
  field: '',
  message: 'fits none of the alternatives of the schema, in too many ways to name them',
};

function errorsOf(validate: ValidateFunction): FindErrors {
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}

/** ajv throws plain errors for what its meta schema can't see: a $ref that leads nowhere, a bad pattern. */
function compileOrThrow(schema: JsonSchema): FindErrors {
  const endless = endlessReference(schema);
  if (endless !== undefined) {
    throw new InputError({
      message: `the $ref "${excerpt(endless, 100)}" leads back to itself, so that no check would come to an end`,
      hint: 'Let it stand for a member or an entry, or describe the value beside it',
    });
  }
  try {
    return hasReferences(schema) ? recursiveCheck(schema) : errorsOf(engineFor(schema).compile(schema));
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof Error && 'missingRef' in error) {
      throw new InputError({
        message: `the $ref "${excerpt(String(error.missingRef), 100)}" leads nowhere`,
        hint: 'A reference can name what stands in the same schema: "#", "#/$defs/name"',
      });
    }
    throw new InputError({ message: error instanceof Error ? error.message : String(error) });
  }
}

/** The meta schema reports one mistake once for each alternative; the one that lists what is allowed says most. */
function schemaMistakes(errors: readonly ErrorObject[], schema: JsonSchema): SchemaProblem[] {
  const byPlace = new Map<string, ErrorObject>();
  for (const error of errors) {
    const first = byPlace.get(error.instancePath);
    if (first === undefined || (error.keyword === 'enum' && first.keyword !== 'enum')) {
      byPlace.set(error.instancePath, error);
    }
  }
  return [...byPlace.values()].map((error) => describeError(error, schema));
}

function withoutRepeats(problems: readonly SchemaProblem[]): SchemaProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.field}\n${problem.message}`, problem])).values()];
}
