import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runKind } from '../../src/core/run-kind.ts';

const whole = { status: 'complete', release: null } as const;
const release = { alias: 'stable', seq: 2, from: 1, to: 2 };

it.each<[Partial<RunFile>, string | null]>([
  [{}, null],
  [{ release }, null],
  [{ status: 'smoke' }, 'smoke'],
  [{ status: 'incomplete' }, 'incomplete'],
  [{ release: { ...release, override: { by: 'ana', reason: 'now' } } }, 'overridden'],
  [{ release: { ...release, acceptedBy: ['ana'] } }, 'accepted'],
  [{ scoredFrom: 'r' }, 'scored again'],
  [{ reviewedFrom: 'r' }, 'reviewed'],
])('%j is %s', (run, kind) => {
  expect(runKind({ ...whole, ...run })).toBe(kind);
});
