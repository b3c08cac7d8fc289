import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/digest.ts';
import { InputError } from '../../src/core/errors.ts';
import type { MoveRecord } from '../../src/core/registry.ts';
import { lastRollbackFrom } from '../../src/registry/chain.ts';
import { rollbackTarget } from '../../src/registry/rollback-target.ts';
import { request } from './records.ts';

/** `7 8 -7 9`: promoted to 7, then to 8, rolled back to 7, promoted to 9. `*` is a freeze. */
function history(text: string): MoveRecord[] {
  const moves: MoveRecord[] = [];
  for (const word of text.split(' ').filter(Boolean)) {
    const from = moves.at(-1)?.to ?? null;
    const version = word === '*' ? (from?.version ?? 0) : Math.abs(Number(word));
    const kind = word === '*' ? 'freeze' : word.startsWith('-') ? 'rollback' : 'promote';
    const to = { version, digest: digestOf(version) };
    moves.push({ ...request(to, kind), v: 1, seq: moves.length + 1, prevSha256: null, from });
  }
  return moves;
}

describe('rollbackTarget', () => {
  it.each([
    ['7 8', undefined, 7],
    ['7 8 *', undefined, 7],
    ['6 7 8 -7', undefined, 6],
    ['6 7 8 -7 9', undefined, 7],
    ['7 8 -7 8 9', undefined, 8],
    ['6 7 8 -6 9 -6 10', undefined, 6],
    ['6 7 8', 6, 6],
    ['6 7 8 -7', 8, 8],
  ])('after %s with %s wanted goes to %i', (text, wanted, version) => {
    const target = rollbackTarget(history(text), wanted === undefined ? undefined : { version: wanted });
    expect(target).toEqual({ version, digest: digestOf(version) });
  });

  it.each([
    ['', undefined, 'nothing to roll back'],
    [
      '7',
      undefined,
      'no version before 7 that was not itself rolled back. No other version was stable before',
    ],
    ['7 8 -7', undefined, 'Versions that were stable before: 8'],
    ['6 7 8', 5, 'version 5 was never stable. Versions that were stable before: 7, 6'],
    ['7 8', 8, 'stable already names version 8'],
  ])('after %j with %s wanted says %j', (text, wanted, message) => {
    const attempt = () =>
      rollbackTarget(history(text), wanted === undefined ? undefined : { version: wanted });
    expect(attempt).toThrow(InputError);
    expect(attempt).toThrow(message);
  });
});

describe('lastRollbackFrom', () => {
  it.each([
    ['7 8 -7', 8, true],
    ['7 8 -7 9 -7', 8, true],
    ['7 8 -7', 7, false],
    ['7 8', 8, false],
  ])('after %s, version %i was rolled back from: %s', (text, version, expected) => {
    expect(lastRollbackFrom(history(text), digestOf(version)) !== null).toBe(expected);
  });
});
