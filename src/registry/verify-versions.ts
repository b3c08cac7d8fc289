import type { PromptFile } from '../core/prompt.ts';
import type { Store } from '../core/registry.ts';
import { type Finding, orFinding, readDespiteGaps } from './finding.ts';
import { isAsWritten, notAsWritten } from './record-bytes.ts';
import { parseVersion } from './version-record.ts';

/** The digest of every version of a prompt that can be read, by its number. */
export type KnownVersions = ReadonlyMap<number, string>;

/** Re-hashes every version: its digest must be that of its file, and no other version may have it. */
export async function verifyVersions(
  store: Store,
  folder: string,
  listed: readonly number[],
  digestOfPrompt: (file: PromptFile) => string,
  findings: Finding[],
): Promise<KnownVersions> {
  const known = new Map<number, string>();
  const firstWith = new Map<string, number>();
  for await (const { number, key, bytes } of readDespiteGaps(store, folder, listed, findings)) {
    const record = await orFinding(key, findings, () => parseVersion(key, bytes));
    if (!record) continue;
    known.set(number, record.digest);
    const problem =
      digestProblem(record, digestOfPrompt) ??
      duplicateProblem(firstWith.get(record.digest)) ??
      (isAsWritten(record, bytes) ? undefined : notAsWritten);
    if (problem) findings.push({ key, message: problem });
    if (!firstWith.has(record.digest)) firstWith.set(record.digest, number);
  }
  return known;
}

function digestProblem(
  record: { file: PromptFile; digest: string },
  digestOfPrompt: (file: PromptFile) => string,
): string | undefined {
  try {
    if (digestOfPrompt(record.file) === record.digest) return undefined;
  } catch {
    return 'is damaged: its prompt can not be hashed';
  }
  return 'was changed: its digest is not that of its prompt';
}

function duplicateProblem(earlier: number | undefined): string | undefined {
  return earlier === undefined ? undefined : `has the same digest as version ${earlier}`;
}
