import { InputError } from '../core/errors.ts';
import type { JsonSchema } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { compileSchema } from '../schema/compile-schema.ts';

/** What makes a text of JSON Schema no schema, in words that name the field inside of it. */
export function schemaMistakes(schema: JsonSchema): Omit<Problem, 'file' | 'line' | 'field'>[] {
  try {
    compileSchema(schema);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ field, message, expected, hint }) => ({
      message: `${field ? `${field} ` : ''}${message}`,
      ...(expected === undefined ? {} : { expected }),
      ...(hint === undefined ? {} : { hint }),
    }));
  }
}
