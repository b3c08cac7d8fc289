import { InputError } from '../../core/errors.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { type CopyTally, copyStore } from '../../registry/copy.ts';
import type { Finding } from '../../registry/finding.ts';
import { type RegistryAudit, verifyRegistry } from '../../registry/verify.ts';
import { openRegistry, type Registry, readPlace } from '../opening/registry-place.ts';
import { identityChecks } from './audit-registry.ts';

export interface RegistryCopy extends CopyTally {
  /** Lines of the ledgers of attempts that were added to the target's. */
  attempts: number;
  checked: RegistryAudit['checked'];
  /** What does not fit in the source, and so does not in its exact copy either. */
  findings: Finding[];
}

/**
 * Copies a registry with its ledgers of attempts, and audits both ends.
 *
 * @throws InputError where the source is empty; ConflictError where the target holds something else.
 */
export async function copyRegistry(fromText: string, toText: string, cwd: string): Promise<RegistryCopy> {
  const [from, to] = [place(fromText, '<from>', cwd), place(toText, '<to>', cwd)];
  const source = await verifyRegistry(from.store, promptDigest, identityChecks(null));
  const tally = await copyStore(from.store, to.store);
  if (tally.keys === 0) {
    throw new InputError({
      field: '<from>',
      message: 'there is no registry, or an empty one',
      hint: 'Check the folder or the address',
    });
  }
  const attempts = await copyAttempts(from, to);
  const { checked, findings } = await verifyRegistry(to.store, promptDigest, identityChecks(null));
  requireLikeness(source, findings);
  return { ...tally, attempts, checked, findings };
}

function place(text: string, field: string, cwd: string): Registry {
  return openRegistry(readPlace(text, field, cwd), (path) => path);
}

/** Who writes to the source meanwhile adds to it; so the copy may fit better than the source did, and never worse. */
function requireLikeness(source: RegistryAudit, found: readonly Finding[]): void {
  const known = new Set(source.findings.map(({ key, message }) => `${key} ${message}`));
  const [news] = found.filter(({ key, message }) => !known.has(`${key} ${message}`));
  if (news === undefined) return;
  throw new InputError({
    field: '<to>',
    message: `the copy is not what the source is: ${news.key} ${news.message}`,
    hint: 'Somebody else writes to the target. Copy to a place that nobody uses yet',
  });
}

/** Every line that the target lacks. Lines that it has besides stay: they count attempts too. */
async function copyAttempts(from: Registry, to: Registry): Promise<number> {
  let added = 0;
  for (const prompt of await from.attemptedPrompts()) {
    const target = to.attempts(prompt);
    const known = new Set(linesOf(await target.read()));
    for (const line of linesOf(await from.attempts(prompt).read())) {
      if (known.has(line)) continue;
      await target.append(line);
      known.add(line);
      added++;
    }
  }
  return added;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}
