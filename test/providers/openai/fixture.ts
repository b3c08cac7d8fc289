import { readFileSync } from 'node:fs';

/** True replies in the shape that OpenAI's API reference documents. */
export function fixture(name: string): Record<string, unknown> {
  return JSON.parse(fixtureText(`${name}.json`));
}

/** The same for streams: `text.sse`. */
export function fixtureText(file: string): string {
  return readFileSync(new URL(`../../fixtures/providers/openai/${file}`, import.meta.url), 'utf8');
}
