import { expect, it } from 'vitest';
import type { IdentityKind, SignedClaim } from '../../src/core/identity.ts';
import { claimProblem } from '../../src/owners/claim-problem.ts';
import { readOwners } from '../../src/owners/read-owners.ts';
import { signDigest } from '../../src/owners/sign.ts';
import { newKey } from '../support/signing-keys.ts';

const [mia, eve] = [newKey(), newKey()];
const owners = readOwners(
  `people:\n  mia: {keys: ${mia.publicKey}}\n  tom: {}\nprompts:\n  "*": {risk: mia}\n`,
  'OWNERS.yml',
);
const digest = `sha256:${'1'.repeat(64)}`;
const proof: IdentityKind = { assurance: 'verified', by: 'signature' };
const honest: SignedClaim = {
  by: 'mia',
  identity: proof,
  signature: signDigest(mia, 'approval', digest),
  purpose: 'approval',
  digest,
};
const doesNotHold = /does not hold: the key that it names did not sign this (approval|review)/;

it.each<[string, Partial<SignedClaim>, RegExp | undefined]>([
  ['as it was made', {}, undefined],
  ['of another digest', { digest: digest.replace('1', '2') }, doesNotHold],
  ['made for another purpose', { purpose: 'review' }, doesNotHold],
  [
    'by a key that was put in the place of hers',
    { signature: { key: eve.publicKey, signature: honest.signature?.signature ?? '' } },
    doesNotHold,
  ],
  ['by a stranger in her name', { signature: signDigest(eve, 'approval', digest) }, /not one of mia's/],
  ['of hers in the name of another', { by: 'tom' }, /not one of tom's in OWNERS\.yml/],
  ['that was taken away', { signature: null }, /says that mia signed it, and holds no signature/],
  ['of a claim, by whatever key', { identity: { assurance: 'claimed', by: 'git' }, by: 'tom' }, undefined],
  [
    'that is none, where CI vouched',
    { identity: { assurance: 'verified', by: 'ci' }, signature: null },
    undefined,
  ],
])('a signature %s', (_, change, expected) => {
  const problem = claimProblem(owners, { ...honest, ...change });
  if (expected === undefined) expect(problem).toBeUndefined();
  else expect(problem).toMatch(expected);
});

it('without owners proves that its key made it, and no more', () => {
  expect(claimProblem(null, { ...honest, by: 'tom' })).toBeUndefined();
  expect(claimProblem(null, { ...honest, digest: '' })).toMatch(doesNotHold);
});
