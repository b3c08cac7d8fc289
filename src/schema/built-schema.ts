import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../core/json.ts';

const require = createRequire(import.meta.url);

/** The published schemas that input is read by, and the schemas of the two drafts of JSON Schema itself. */
export type BuiltSchemaName = 'config' | 'owners' | 'prompt' | '2020-12' | 'draft-07';

export interface BuiltSchema {
  schema: JsonSchema;
  validate: ValidateFunction;
}

/**
 * A schema that `npm run build` has compiled: to do that in every command would cost more than all else that most of
 * them do. What the build wrote lies at the same distance from `src/schema` and `dist/schema`.
 */
export function builtSchema(name: BuiltSchemaName): BuiltSchema {
  return require(`../../dist/schema/built/${name}.cjs`);
}
