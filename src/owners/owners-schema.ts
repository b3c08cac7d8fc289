import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonSchema } from '../core/json.ts';

let schema: JsonSchema | undefined;

/** The published schema of OWNERS.yml. It lies at the same distance from `src/owners` and `dist/owners`. */
export function ownersSchema(): JsonSchema {
  schema ??= readSchema();
  return schema;
}

function readSchema(): JsonSchema {
  const parsed: unknown = JSON.parse(
    readFileSync(new URL('../../schema/owners.schema.json', import.meta.url), 'utf8'),
  );
  if (!isJsonObject(parsed)) throw new TypeError('schema/owners.schema.json is no object');
  return parsed;
}
