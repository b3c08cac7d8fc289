import { join } from 'node:path';
import type { ObservedCase } from '../../comparison/observations.ts';
import type { Case } from '../../core/case.ts';
import { errorCode } from '../../core/error-code.ts';
import { InputError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';
import type { RunFile } from '../../core/run-file.ts';
import { readNumberedJsonLines } from '../../report/json-lines.ts';
import { digestOfStored, type Flaw } from './stored-trials.ts';

/**
 * The cases that a run was about, as its folder keeps them.
 *
 * @throws InputError where there is no cases.jsonl.
 */
export async function readStoredCases(folder: string): Promise<{ cases: ObservedCase[]; flaws: Flaw[] }> {
  const file = join(folder, fileName);
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
    if (errorCode(error) === 'ENOENT') throw new InputError(lost(folder));
    throw new InputError({ file, message: `the run's cases cannot be read: ${String(error)}` });
  }
  return { cases: [...cases.values()], flaws };
}

/** null where there is no cases.jsonl. */
export function digestOfCasesFile(id: string, folder: string): Promise<string | null> {
  return digestOfStored(id, join(folder, fileName));
}

/**
 * Runs of before its digest was kept hold no cases.jsonl against anything.
 *
 * @throws InputError where the cases are not those that the run ended with.
 */
export async function requireSameCases({ id, digests }: RunFile, folder: string): Promise<void> {
  if (digests.cases === undefined) return;
  const digest = await digestOfCasesFile(id, folder);
  if (digest === digests.cases) return;
  if (digest === null) throw new InputError(lost(folder));
  const message = `${fileName} was changed after run ${id} finished`;
  throw new InputError({ message, hint: restore });
}

const fileName = 'cases.jsonl';
const restore = 'Restore it from where the run was made';

function lost(folder: string): Problem {
  return { file: join(folder, fileName), message: "the run's cases are missing", hint: restore };
}

/** The folder keeps whole cases; reading them for counting asks for less. */
export function isWholeCase(item: ObservedCase): item is Case {
  return item.variables !== undefined;
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
