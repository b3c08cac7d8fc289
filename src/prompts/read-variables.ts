import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import { type Variable, variableTypes } from '../core/prompt.ts';
import { typeMistake, valueLength } from './value-checks.ts';

/** The variables that a file declares, with the defaults of their fields; what is malformed is left to the schema. */
export function declaredVariables(declared: Json | undefined): Map<string, Variable> {
  if (!isJsonObject(declared)) return new Map();
  return new Map(Object.entries(declared).map(([name, fields]) => [name, readVariable(fields)]));
}

function readVariable(fields: Json): Variable {
  const given = isJsonObject(fields) ? fields : {};
  const hasDefault = given.default !== undefined;
  const variable: Variable = {
    type: variableTypes.find((type) => type === given.type) ?? 'string',
    required: typeof given.required === 'boolean' ? given.required : !hasDefault,
  };
  if (given.default !== undefined) variable.default = given.default;
  if (typeof given.maxLength === 'number') variable.maxLength = given.maxLength;
  if (typeof given.sensitive === 'boolean') variable.sensitive = given.sensitive;
  if (typeof given.description === 'string') variable.description = given.description;
  return variable;
}

/** What is wrong with a declaration beyond its schema: the key it concerns, and words. */
export function variableMistake(
  variable: Variable,
): { key: string; message: string; hint?: string } | undefined {
  if (variable.default === undefined) return undefined;
  if (variable.required) {
    return {
      key: 'default',
      message: 'is never used, since the variable is required',
      hint: 'Remove one of the two',
    };
  }
  const mistake = typeMistake(variable.default, variable.type);
  if (mistake !== undefined) return { key: 'default', message: mistake };
  if (variable.maxLength !== undefined && valueLength(variable.default, variable.type) > variable.maxLength) {
    return { key: 'default', message: `is longer than maxLength ${variable.maxLength}` };
  }
  return undefined;
}

/** What stands under `x-prompteval`. */
export function extensionOf(source: JsonObject): JsonObject {
  const extension = source['x-prompteval'];
  return isJsonObject(extension) ? extension : {};
}
