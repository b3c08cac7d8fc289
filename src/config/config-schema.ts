import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonSchema } from '../core/json.ts';

let schema: JsonSchema | undefined;

/** The published schema of a config. It lies at the same distance from `src/config` and `dist/config`. */
export function configSchema(): JsonSchema {
  schema ??= readSchema();
  return schema;
}

function readSchema(): JsonSchema {
  const parsed: unknown = JSON.parse(
    readFileSync(new URL('../../schema/config.schema.json', import.meta.url), 'utf8'),
  );
  if (!isJsonObject(parsed)) throw new TypeError('schema/config.schema.json is no object');
  return parsed;
}
