import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { ReferencedFiles } from './imported.ts';
import type { PlacedAssertion } from './promptfoo-test.ts';
import { isProgram, readData } from './read-data.ts';

/** The entries of `assert`. */
export function placeAssertions(listed: Json | undefined, around: string, lost: string[]): PlacedAssertion[] {
  const place = `${around}.assert`;
  if (!Array.isArray(listed) && listed !== undefined && listed !== null) lost.push(`${place}: it is no list`);
  return (Array.isArray(listed) ? listed : []).map((assertion, index) => ({
    place: `${place}[${index}]`,
    assertion,
  }));
}

/** Values that name a file are what stands in it. */
export async function withFiles(
  placed: readonly PlacedAssertion[],
  files: ReferencedFiles,
): Promise<PlacedAssertion[]> {
  return Promise.all(
    placed.map(async (each) => ({ ...each, assertion: await withFile(each.assertion, files) })),
  );
}

async function withFile(assertion: Json, files: ReferencedFiles): Promise<Json> {
  if (!isJsonObject(assertion)) return assertion;
  const { value, assert } = assertion;
  if (Array.isArray(assert))
    return { ...assertion, assert: await Promise.all(assert.map((inner) => withFile(inner, files))) };
  const path = typeof value === 'string' ? /^file:\/\/(.+)$/.exec(value)?.[1] : undefined;
  if (path === undefined || ['javascript', 'python', 'ruby'].includes(String(assertion.type)))
    return assertion;
  return { ...assertion, ...(await contentOf(path, files)) };
}

/** `unread`: why there is no value. */
async function contentOf(path: string, files: ReferencedFiles): Promise<JsonObject> {
  if (isProgram(path)) return { value: null, unread: `${path} is made by a program` };
  const read = await files.read(path);
  if ('problem' in read) return { value: null, unread: `${path}: ${read.problem}` };
  if (!/\.(?:json|ya?ml)$/i.test(path)) return { value: read.text.trim() };
  const { value, problems } = readData(read.text, path);
  if (problems.length > 0) return { value: null, unread: `${path}: ${problems[0]?.message}` };
  return { value: asJson(value) };
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null));
}
