import { InputError } from '../../core/errors.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { readMoves } from '../../registry/aliases.ts';
import { readSignature } from '../../registry/signatures.ts';
import type { Project } from '../opening/open-project.ts';
import { findSigningKey, signMove } from './signing.ts';

/**
 * Signs every move of an alias that has no signature yet: made before there was a key, or cut off between the move and
 * its signature. Whoever signs vouches for it; who made it, the move itself says.
 *
 * @returns the moves that it signed.
 * @throws InputError where no key is at hand, IntegrityError where the chain or a signature does not fit.
 */
export async function signMoves(project: Project, prompt: string, alias: string): Promise<MoveRecord[]> {
  const key = await findSigningKey(project);
  if (key === null) {
    throw new InputError({
      message: 'there is no key to sign with',
      hint: 'Name its file with --sign-key, or put the key into PROMPTEVAL_SIGNING_KEY',
    });
  }
  const signed: MoveRecord[] = [];
  for (const move of await readMoves(project.store, prompt, alias)) {
    if ((await readSignature(project.store, move)) !== undefined) continue;
    await signMove(project, key, move);
    signed.push(move);
  }
  return signed;
}
