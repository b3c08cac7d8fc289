import { join } from 'node:path';
import type { ObservedCase } from '../../comparison/observations.ts';
import { InputError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { readNumberedJsonLines } from '../../report/json-lines.ts';
import type { Flaw } from './stored-trials.ts';

/**
 * The cases that a run was about, as its folder keeps them.
 *
 * @throws InputError where there is no cases.jsonl.
 */
export async function readStoredCases(folder: string): Promise<{ cases: ObservedCase[]; flaws: Flaw[] }> {
  const file = join(folder, 'cases.jsonl');
  const cases = new Map<string, ObservedCase>();
  const flaws: Flaw[] = [];
  try {
    for await (const { line, value } of readNumberedJsonLines(file)) {
      const place = `cases.jsonl:${line}`;
      if (!isCase(value)) flaws.push({ place, message: 'is no case' });
      else if (cases.has(value.id)) flaws.push({ place, message: `is a second case ${value.id}` });
      else cases.set(value.id, value);
    }
  } catch (error) {
    throw new InputError({ file, message: `the run's cases cannot be read: ${String(error)}` });
  }
  return { cases: [...cases.values()], flaws };
}

function isCase(value: unknown): value is ObservedCase {
  return (
    isJsonObject(value) &&
    typeof value.id === 'string' &&
    Array.isArray(value.tags) &&
    value.tags.every((tag) => typeof tag === 'string') &&
    typeof value.critical === 'boolean' &&
    (value.variables === undefined || isJsonObject(value.variables))
  );
}
