import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSilentProgress } from '../../../src/progress/silent.ts';
import { type AskedFor, askedFor } from '../../../src/project/runs/asked-for.ts';
import type { EvaluationOptions } from '../../../src/project/runs/evaluation-options.ts';
import { resumedOptions } from '../../../src/project/runs/resumed-options.ts';
import { readStart } from '../../../src/project/runs/run-start.ts';
import type { RunTerms } from '../../../src/project/runs/run-terms.ts';

const terms: RunTerms = {
  candidate: null,
  baseline: null,
  dataset: null,
  cases: null,
  evaluators: null,
  code: null,
  gates: null,
  models: null,
  providers: null,
  judging: null,
  prices: null,
  tool: null,
};

function resumed(asked: Omit<AskedFor, 'alias'>, given: Partial<EvaluationOptions>): EvaluationOptions {
  const options = { alias: 'stable', progress: createSilentProgress(), signal: new AbortController().signal };
  const start = {
    formatVersion: 1 as const,
    startedAt: '2026-11-21T12:00:00Z',
    asked: { alias: 'stable', ...asked },
    terms,
  };
  const run = { id: 'r', prompt: 'sums', path: '/r', start, decided: null };
  return resumedOptions({ ...options, ...given }, run);
}

it.each([
  ['the cap that it was begun with', { maxCost: 0.12 }, {}, { maxCost: 0.12 }],
  ['another cap', { maxCost: 0.12 }, { maxCost: 2 }, { maxCost: 2 }],
  ['a cap where there was none', {}, { maxCost: 2 }, { maxCost: 2 }],
  ['the calls in flight', { concurrency: 1 }, {}, { concurrency: 1 }],
  ['the cache', { cache: 'read-only' }, {}, { cache: 'read-only' }],
  ['the cases', { first: 3 }, { concurrency: 4 }, { first: 3, concurrency: 4 }],
] as const)('a run goes on with %s', (_, asked, given, expected) => {
  const options = resumed(asked, given);
  expect(options).toMatchObject(expected);
  // And so does whatever goes on after that.
  expect(askedFor(options)).toMatchObject(expected);
});

it('a run does not go on with other cases', () => {
  expect(() => resumed({ first: 3 }, { first: 4 })).toThrow('--first: does not go with --resume');
});

it.each([
  [{ maxCost: 0.12 }, true],
  [{}, true],
  [{ maxCost: '0.12' }, false],
  [{ maxCost: null }, false],
  [{ concurrency: 0 }, false],
])('a start.json with %o is readable: %s', async (limits, isReadable) => {
  const folder = await mkdtemp(join(tmpdir(), 'start-'));
  const start = {
    formatVersion: 1,
    startedAt: '2026-11-21T12:00:00Z',
    asked: { alias: 'stable', ...limits },
    terms,
  };
  await writeFile(join(folder, 'start.json'), JSON.stringify(start));
  expect((await readStart(folder)) !== null).toBe(isReadable);
  await rm(folder, { recursive: true });
});
