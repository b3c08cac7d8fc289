import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../core/json.ts';
import { ownFile } from '../core/package-root.ts';

const require = createRequire(import.meta.url);

/** The published schemas that input is read by, and the schemas of the two drafts of JSON Schema itself. */
export type BuiltSchemaName = 'config' | 'owners' | 'prompt' | '2020-12' | 'draft-07';

export interface BuiltSchema {
  schema: JsonSchema;
  validate: ValidateFunction;
}

/**
 * A schema that `npm run build` has compiled: to do that in every command would cost more than all else that most of
 * them do.
 */
export function builtSchema(name: BuiltSchemaName): BuiltSchema {
  return require(ownFile('dist', 'schema', 'built', `${name}.cjs`));
}
