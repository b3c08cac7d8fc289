import { describe, expect, it } from 'vitest';
import type { MoveKind, MoveRecord } from '../../src/core/registry.ts';
import { liveAt } from '../../src/registry/live-at.ts';

const digest = (version: number) => `sha256:${String(version).padStart(64, '0')}`;

/** `[version, minute, kind]` a move. */
function chain(...moves: [number, number, MoveKind?][]): MoveRecord[] {
  return moves.map(([version, minute, kind = 'promote'], index) => ({
    v: 1,
    prompt: 'triage',
    alias: 'stable',
    seq: index + 1,
    prevSha256: null,
    kind,
    from: null,
    to: { version, digest: digest(version) },
    evidence: null,
    approvals: [],
    actor: 'mia',
    reason: null,
    at: new Date(minute * 60_000).toISOString(),
  }));
}

describe('liveAt', () => {
  it.each<[string, MoveRecord[], number, [number, number | null] | null]>([
    ['nothing of an alias that never moved', [], 5, null],
    ['nothing before the first move', chain([1, 10]), 9, null],
    ['a version from the moment of its move', chain([1, 10]), 10, [1, null]],
    ['what was there between two moves', chain([1, 10], [2, 20]), 19, [1, 2]],
    ['what replaced it from then on', chain([1, 10], [2, 20]), 20, [2, null]],
    ['the move before a freeze', chain([1, 10], [2, 20], [2, 30, 'freeze']), 40, [2, null]],
    [
      'the move behind an unfreeze as the next',
      chain([1, 10], [1, 20, 'freeze'], [1, 30, 'unfreeze'], [2, 40]),
      15,
      [1, 4],
    ],
    ['the newest of two stays of a version', chain([1, 10], [2, 20], [1, 30, 'rollback']), 35, [3, null]],
    ['the first of two stays of a version', chain([1, 10], [2, 20], [1, 30, 'rollback']), 15, [1, 2]],
  ])('names %s', (_, moves, minute, expected) => {
    const found = liveAt(moves, new Date(minute * 60_000));
    expect(found && [found.move.seq, found.replacedBy?.seq ?? null]).toEqual(expected);
  });
});
