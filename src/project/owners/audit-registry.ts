import type { Envelope } from '../../core/envelope.ts';
import { InputError } from '../../core/errors.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { claimProblem } from '../../owners/claim-problem.ts';
import { signerOf } from '../../owners/dsse.ts';
import { keysOf, type Owners } from '../../owners/owners.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import type { IdentityChecks } from '../../registry/identity-checks.ts';
import { type RegistryAudit, verifyRegistry } from '../../registry/verify.ts';
import type { Project } from '../opening/open-project.ts';
import { auditSignatures } from './audit-signatures.ts';
import { loadOwners } from './owners.ts';

/**
 * Everything that a registry holds, with the signatures of approvals, reviews and moves by today's OWNERS.yml.
 *
 * @param keys by which every move has to be signed; null where none has to be.
 */
export async function auditRegistry(
  project: Project,
  keys: readonly string[] | null,
): Promise<RegistryAudit> {
  const { owners, mistakes } = await ownersOrMistakes(project);
  const { checked, findings } = await verifyRegistry(project.store, promptDigest, identityChecks(owners));
  const unsigned = keys === null ? [] : await auditSignatures(project.store, keys);
  const found = [...findings, ...unsigned];
  for await (const key of project.strays?.() ?? [])
    found.push({ key, message: 'has a name that no record has' });
  // Registries whose people sign nothing need no owners to be believed.
  if (mistakes !== null && Object.keys(checked).some((kind) => signedKinds.has(kind))) found.push(mistakes);
  return { checked, findings: found };
}

const signedKinds = new Set(['approvals', 'reviews', 'answerReviews', 'signatures']);

/** What signatures prove, given who has which keys. */
export function identityChecks(owners: Owners | null): IdentityChecks {
  return {
    claimProblem: (claim) => claimProblem(owners, claim),
    moveProblem: (move, envelope) => moveProblem(owners, move, envelope),
  };
}

/** Of a move that was made with a key, nothing but the signature proves whose it is. */
function moveProblem(owners: Owners | null, move: MoveRecord, envelope: Envelope | null): string | undefined {
  const { actor, prompt, alias } = move;
  if (envelope === null) {
    return `says that ${actor} signed it, and no signature is kept. If it was cut off there: prompteval audit sign ${prompt}${alias === 'stable' ? '' : ` --alias ${alias}`} --sign-key <file>`;
  }
  if (owners === null || signerOf(envelope, keysOf(owners, actor)) !== undefined) return undefined;
  return `says that ${actor} signed it, and its signature is by no key of theirs in ${owners.file}`;
}

async function ownersOrMistakes(project: Project) {
  try {
    return { owners: await loadOwners(project), mistakes: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const key = error.problems[0]?.file ?? 'OWNERS.yml';
    const message = 'has mistakes, so nobody can say whose the signatures are: prompteval validate';
    return { owners: null, mistakes: { key, message } };
  }
}
