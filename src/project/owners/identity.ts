import { InputError, RefusedError } from '../../core/errors.ts';
import type { Identity } from '../../core/identity.ts';
import { excerpt } from '../../core/text.ts';
import { type Owners, peopleOfSubject, personNamed, personWithKey } from '../../owners/owners.ts';
import { sshLine } from '../../owners/public-key.ts';
import type { SigningKey } from '../../owners/signing-key.ts';
import { findClaim } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { findSubject } from './id-token.ts';
import { loadOwners } from './owners.ts';
import { findSigningKey } from './signing.ts';

export interface IdentifyOptions {
  /** Asks no server, so that CI's own token is not looked at: for a rollback. */
  offline?: boolean;
}

/**
 * Who acts: whoever's signing key is at hand, or else CI's job where the config lets it prove itself, or else
 * whoever git or the system says.
 *
 * @throws InputError for a key that belongs to nobody in OWNERS.yml, RefusedError for a token that does not hold.
 */
export async function identify(
  project: Project,
  { offline = false }: IdentifyOptions = {},
): Promise<Identity> {
  const owners = await loadOwners(project);
  const key = await findSigningKey(project);
  // Without owners a key is nobody's; what it signs can still be verified with it.
  if (owners && key) return { name: ownerOfKey(owners, key), assurance: 'verified', by: 'signature' };
  const subject = owners && !offline ? await findSubject(project) : null;
  if (owners && subject !== null)
    return { name: ownerOfSubject(owners, subject), assurance: 'verified', by: 'ci' };
  const { name, by } = await findClaim(project.config.root);
  return { name: personNamed(owners, name), assurance: 'claimed', by };
}

function ownerOfKey(owners: Owners, { publicKey }: SigningKey): string {
  const person = personWithKey(owners, publicKey);
  if (person !== undefined) return person;
  throw new InputError({
    file: owners.file,
    field: 'people',
    message: 'the signing key belongs to nobody here',
    hint: `Add its public line under the keys of a person: ${sshLine(publicKey)}`,
  });
}

function ownerOfSubject(owners: Owners, subject: string): string {
  const people = peopleOfSubject(owners, subject);
  const [person, ...others] = people;
  if (person !== undefined && others.length === 0) return person;
  const shown = excerpt(subject, 200);
  const why = person === undefined ? 'is nobody' : `could be each of ${people.join(', ')}`;
  throw new RefusedError(
    `CI's identity was not taken: ${shown} ${why} in ${owners.file} (people.<name>.ci)`,
    2,
  );
}
