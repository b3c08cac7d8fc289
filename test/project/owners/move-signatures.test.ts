import { describe, expect, it } from 'vitest';
import { IntegrityError } from '../../../src/core/errors.ts';
import { signEnvelope } from '../../../src/owners/dsse.ts';
import { firstUnsigned } from '../../../src/project/owners/audit-signatures.ts';
import { readMoves } from '../../../src/registry/aliases.ts';
import { encodeRecord } from '../../../src/registry/record-bytes.ts';
import {
  movePayloadType,
  putSignature,
  readSignature,
  signedBytes,
} from '../../../src/registry/signatures.ts';
import { listChains, readSignedMoves } from '../../../src/registry/signed-moves.ts';
import { verifyRegistry } from '../../../src/registry/verify.ts';
import { createMemoryStore } from '../../registry/memory-store.ts';
import { digestOfPrompt, releaseThree } from '../../registry/records.ts';
import { newKey } from '../../support/signing-keys.ts';

const mia = newKey();
const ana = newKey();
const keys = { m: mia, a: ana };

/** Three moves; `-ma`: the first is not signed, the second is by mia, the third by ana. */
async function signed(by: string) {
  const store = createMemoryStore();
  await releaseThree(store);
  const moves = await readMoves(store, 'triage', 'stable');
  for (const [index, move] of moves.entries()) {
    const key = Object.entries(keys).find(([letter]) => letter === by[index])?.[1];
    if (key) await putSignature(store, move, signEnvelope(key, movePayloadType, signedBytes(move)));
  }
  return { store, moves };
}

const move = (number: number) => `aliases/triage/stable/000000000${number}.json`;
const signature = (number: number) => `signatures/triage/stable/000000000${number}.json`;

/** As somebody would write it who knows how to make the checksum. */
function mended(text: string, change: object): string {
  const { checksum: _, ...envelope } = JSON.parse(text);
  return new TextDecoder().decode(encodeRecord({ ...envelope, ...change }));
}

describe('a signature', () => {
  it('is kept once, beside the chain', async () => {
    const { store, moves } = await signed('--m');
    const [, , last] = moves;
    if (!last) throw new Error('three moves');
    expect(store.entries.has(signature(3))).toBe(true);
    expect((await readSignature(store, last))?.payloadType).toBe(movePayloadType);
    const again = signEnvelope(ana, movePayloadType, signedBytes(last));
    expect(await putSignature(store, last, again)).toBe('exists');
    expect(await listChains(store)).toEqual([{ prompt: 'triage', alias: 'stable' }]);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['that is no JSON', () => '{', /is damaged/],
    ['without a signature in it', (text) => mended(text, { signatures: [] }), /signatures is missing/],
    [
      'of which a letter was changed',
      (text) => text.replace(/"sig": "./, '"sig": "_'),
      /was changed: its checksum/,
    ],
    ['of another type', (text) => mended(text, { payloadType: 'application/other+json' }), /something else/],
    ['of another payload', (text) => mended(text, { payload: 'AAAA' }), /something else/],
  ])('%s does not count, and the audit names it', async (_, change, words) => {
    const { store, moves } = await signed('mmm');
    const text = new TextDecoder().decode(store.entries.get(signature(2)));
    expect(change(text)).not.toBe(text);
    store.entries.set(signature(2), new TextEncoder().encode(change(text)));
    const [, second] = moves;
    if (!second) throw new Error('three moves');
    await expect(readSignature(store, second)).rejects.toThrow(IntegrityError);
    await expect(readSignature(store, second)).rejects.toThrow(words);
    const { findings } = await verifyRegistry(store, digestOfPrompt);
    expect(findings).toEqual([{ key: signature(2), message: expect.stringMatching(words) }]);
    const unsigned = firstUnsigned(await readSignedMoves(store, 'triage', 'stable'), [mia.publicKey]);
    expect(unsigned).toEqual({ key: move(2), message: 'is not signed' });
  });

  it('is counted by the audit', async () => {
    const { store } = await signed('mma');
    expect(await verifyRegistry(store, digestOfPrompt)).toEqual({
      checked: { versions: 3, moves: 3, blobs: 3, signatures: 3 },
      findings: [],
    });
  });

  it('of a move that is gone is named by the audit', async () => {
    const { store } = await signed('mmm');
    store.entries.delete(move(3));
    const { findings } = await verifyRegistry(store, digestOfPrompt);
    expect(findings).toEqual([
      { key: signature(3), message: 'signs a move that is missing or can not be read' },
    ]);
  });

  it('of one move does not do for another', async () => {
    const { store, moves } = await signed('m--');
    const bytes = store.entries.get(signature(1));
    if (bytes) store.entries.set(signature(2), bytes);
    const [, second] = moves;
    if (!second) throw new Error('three moves');
    await expect(readSignature(store, second)).rejects.toThrow(/something else/);
  });
});

describe('firstUnsigned', () => {
  const both = [mia.publicKey, ana.publicKey];
  const none = 'is not signed, and neither is any move before it';
  const untrusted = 'is not signed with a key that is trusted';

  it.each<[string, string[], { key: string; message: string } | undefined]>([
    ['mmm', both, undefined],
    ['mam', both, undefined],
    ['--m', both, undefined],
    ['---', both, { key: move(3), message: none }],
    ['-m-', both, { key: move(3), message: 'is not signed' }],
    ['m--', both, { key: move(2), message: 'is not signed, nor is 1 move after it' }],
    ['m-m', both, { key: move(2), message: 'is not signed' }],
    ['mam', [mia.publicKey], { key: move(2), message: untrusted }],
    ['aaa', [mia.publicKey], { key: move(1), message: `${untrusted}, nor are 2 moves after it` }],
    ['a-m', [mia.publicKey], { key: move(1), message: `${untrusted}, nor is 1 move after it` }],
    ['mmm', [], { key: move(1), message: `${untrusted}, nor are 2 moves after it` }],
  ])('%s', async (by, trusted, expected) => {
    const { store } = await signed(by);
    expect(firstUnsigned(await readSignedMoves(store, 'triage', 'stable'), trusted)).toEqual(expected);
  });
});
