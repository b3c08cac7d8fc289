import { readFileSync } from 'node:fs';

const read = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../fixtures/providers/anthropic/${name}.json`, import.meta.url), 'utf8'),
  );

/** Replies in the shape that Anthropic's API reference documents. */
export function fixture(name: string): Record<string, unknown> {
  return read(name);
}

/** Status and body of refusals, by our name for them. */
export const errors: Record<string, [status: number, body: unknown]> = read('errors');
