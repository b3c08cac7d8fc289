import { readFile } from 'node:fs/promises';
import { InputError } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { Store } from '../../core/registry.ts';
import { suggestion } from '../../core/suggest.ts';
import { excerpt } from '../../core/text.ts';
import { signerOf } from '../../owners/dsse.ts';
import { keysOf, type Owners } from '../../owners/owners.ts';
import { isPrivateKey, parsePublicKey } from '../../owners/public-key.ts';
import type { Finding } from '../../registry/finding.ts';
import { listChains, readSignedMoves, type SignedMove } from '../../registry/signed-moves.ts';
import type { Project } from '../opening/open-project.ts';
import { loadOwners } from './owners.ts';

/**
 * The public keys that `audit verify --key` trusts: those of a person in OWNERS.yml, a key itself, the key in a file,
 * or with `true` every key in OWNERS.yml.
 *
 * @throws InputError where that is no key at all.
 */
export async function trustedKeys(project: Project, who: string | true): Promise<string[]> {
  const owners = await loadOwners(project);
  if (who === true) {
    const keys = [...(owners?.people.values() ?? [])].flatMap((person) => person.keys);
    if (keys.length > 0) return keys;
    const message = owners ? `nobody in ${owners.file} has a key` : 'there is no OWNERS.yml';
    throw new InputError({ field: '--key', message, hint: 'Name a public key: --key "ssh-ed25519 …"' });
  }
  const ofPerson = keysOf(owners, who);
  if (ofPerson.length > 0) return ofPerson;
  const key = parsePublicKey(who) ?? (await keyInFile(who));
  if (key !== undefined) return [key];
  throw new InputError({ field: '--key', ...notTrusted(who, owners) });
}

function notTrusted(who: string, owners: Owners | null): Problem {
  // What is given here by mistake may be a secret, and is not repeated.
  if (isPrivateKey(who)) return { message: 'is a private key', expected: 'the public one' };
  const expected = 'a person in OWNERS.yml who has a key, a public key, or a file with one';
  const known = [...(owners?.people ?? [])].filter(([, { keys }]) => keys.length > 0).map(([name]) => name);
  const hint = suggestion(who, known);
  const message = owners?.people.has(who)
    ? `${who} has no key in ${owners.file}`
    : `"${excerpt(who, 60)}" is no public key`;
  return { message, expected, ...(hint && { hint }) };
}

async function keyInFile(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parsePublicKey(text);
}

/** What is not signed by one of these keys: of each alias the first move since the first signature of all. */
export async function auditSignatures(store: Store, keys: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { prompt, alias } of await listChains(store)) {
    const finding = firstUnsigned(await readSignedMoves(store, prompt, alias), keys);
    if (finding) findings.push(finding);
  }
  return findings;
}

/**
 * A signed move stands for all moves before it, whose hashes it holds. So a chain may begin without signatures, and
 * from its first one on every move needs one: else whoever can write a file could add a move.
 */
export function firstUnsigned(moves: readonly SignedMove[], keys: readonly string[]): Finding | undefined {
  const since = moves.findIndex(({ envelope }) => envelope !== undefined);
  const head = moves.at(-1);
  if (head && since < 0) {
    return { key: head.key, message: 'is not signed, and neither is any move before it' };
  }
  const others = moves
    .slice(since)
    .filter(({ envelope }) => envelope === undefined || signerOf(envelope, keys) === undefined);
  const [first, ...more] = others;
  if (first === undefined) return undefined;
  const also =
    more.length === 0 ? '' : `, nor ${more.length === 1 ? 'is 1 move' : `are ${more.length} moves`} after it`;
  const message = first.envelope ? 'is not signed with a key that is trusted' : 'is not signed';
  return { key: first.key, message: `${message}${also}` };
}
