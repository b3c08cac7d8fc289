import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonSchema } from '../core/json.ts';

let schema: JsonSchema | undefined;

/** The published schema of a prompt file. It lies at the same distance from `src/prompts` and `dist/prompts`. */
export function promptSchema(): JsonSchema {
  schema ??= readSchema();
  return schema;
}

function readSchema(): JsonSchema {
  const parsed: unknown = JSON.parse(
    readFileSync(new URL('../../schema/prompt.schema.json', import.meta.url), 'utf8'),
  );
  if (!isJsonObject(parsed)) throw new TypeError('schema/prompt.schema.json is no object');
  return parsed;
}
