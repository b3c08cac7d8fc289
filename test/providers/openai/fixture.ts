import { readFileSync } from 'node:fs';

/** True replies in the shape that OpenAI's API reference documents. */
export function fixture(name: string): Record<string, unknown> {
  return JSON.parse(
    readFileSync(new URL(`../../fixtures/providers/openai/${name}.json`, import.meta.url), 'utf8'),
  );
}
