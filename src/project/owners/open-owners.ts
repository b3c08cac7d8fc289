import type { PromptOwners } from '../../core/risk.ts';
import { canBeVerified, keysOf, ownersOf, personNamed } from '../../owners/owners.ts';
import { verifySignature } from '../../owners/sign.ts';
import type { OwnersPort } from '../../release/ports.ts';
import type { Project } from '../opening/open-project.ts';
import { type IdentifyOptions, identify } from './identity.ts';
import { loadOwners } from './owners.ts';
import { signPayload } from './signing.ts';

/**
 * OWNERS.yml as releases need it; without one nobody is named for anything.
 *
 * @throws InputError with everything that is wrong with it.
 */
export async function openOwners(project: Project, options: IdentifyOptions = {}): Promise<OwnersPort> {
  const owners = await loadOwners(project);
  return {
    ownersOf: (prompt): PromptOwners | null => owners && ownersOf(owners, prompt),
    canBeVerified: (name) => canBeVerified(owners, name),
    identify: () => identify(project, options),
    nameOf: (actor) => personNamed(owners, actor),
    sign: (purpose, digest) => signPayload(project, purpose, digest),
    isSignedBy: (name, purpose, digest, { key, signature }) =>
      keysOf(owners, name).includes(key) && verifySignature(key, purpose, digest, signature),
  };
}
