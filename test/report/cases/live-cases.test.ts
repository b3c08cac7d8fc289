import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Case, caseLine } from '../../../src/core/case.ts';
import { isPair, type PairRecord } from '../../../src/core/pair.ts';
import type { PromptFile } from '../../../src/core/prompt.ts';
import type { ListedRun } from '../../../src/core/run-file.ts';
import type { TrialRecord } from '../../../src/core/trial.ts';
import { type CasePart, packCases } from '../../../src/report/cases/case-part.ts';
import { detailLimits } from '../../../src/report/cases/detail-blocks.ts';
import { LiveCases } from '../../../src/report/cases/live-cases.ts';
import { scanRun } from '../../../src/report/cases/scan-run.ts';
import { sensitiveVariables } from '../../../src/report/mask.ts';
import { openJournal } from '../../../src/runner/journal.ts';
import { readPageData } from '../page-data.ts';

const root = mkdtempSync(join(tmpdir(), 'prompteval-live-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const secret = 'Lindenallee 4';

interface Drawn {
  cases: Case[];
  repeats: number;
  hasBaseline: boolean;
  isSensitive: boolean;
  /** In the order in which they are recorded. */
  records: (TrialRecord | PairRecord)[];
}

/** A run as it may come: some trials missing, some failed, in any order, with pairs judged at the end. */
const drawnRun: fc.Arbitrary<Drawn> = fc
  .record({
    cases: fc.integer({ min: 1, max: 6 }),
    repeats: fc.integer({ min: 1, max: 3 }),
    hasBaseline: fc.boolean(),
    isSensitive: fc.boolean(),
    isJudgedInPairs: fc.boolean(),
    seeds: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
    texts: fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ cases: count, repeats, hasBaseline, isSensitive, isJudgedInPairs, seeds, texts }) => {
    const seedOf = (index: number) => seeds[index % seeds.length] ?? 0;
    const cases = Array.from(
      { length: count },
      (_, index): Case => ({
        id: `case-${index} ü`,
        variables: { message: texts[index % texts.length] ?? '', address: secret, count: index },
        ...(index % 2 === 0 && { expected: { street: secret } }),
        tags: index % 3 === 0 ? ['edge'] : [],
        critical: index === 1,
        split: null,
        notes: 'for us alone',
      }),
    );
    const trials: TrialRecord[] = [];
    const pairs: PairRecord[] = [];
    for (const [index, { id }] of cases.entries()) {
      for (const model of ['small', 'large']) {
        for (let repeat = 0; repeat < repeats; repeat++) {
          const seed = seedOf(index * 7 + repeat + model.length);
          const arms = hasBaseline ? (['baseline', 'candidate'] as const) : (['candidate'] as const);
          for (const arm of arms) {
            if ((seed + arm.length) % 11 !== 0) trials.push(trialOf({ arm, id, model, repeat, seed, texts }));
          }
          if (isJudgedInPairs && hasBaseline) pairs.push(pairOf({ id, model, repeat, seed }));
        }
      }
    }
    const shuffled = trials
      .map((trial, index) => ({ trial, key: seedOf(index * 3) }))
      .sort((a, b) => a.key - b.key)
      .map(({ trial }) => trial);
    return { cases, repeats, hasBaseline, isSensitive, records: [...shuffled, ...pairs] };
  });

function trialOf(drawn: {
  arm: TrialRecord['arm'];
  id: string;
  model: string;
  repeat: number;
  seed: number;
  texts: readonly string[];
}): TrialRecord {
  const { arm, id, model, repeat, seed, texts } = drawn;
  const place = { arm, case: id, model, repeat };
  if (seed % 5 === 0) {
    const failure = { code: 'timeout', message: `no answer about ${secret}` };
    return { ...place, status: 'failed', failure, scores: [], attempts: 3 };
  }
  const value = (seed + arm.length) % 2;
  return {
    ...place,
    status: 'completed',
    completion: {
      text: `${texts[seed % texts.length]} ${secret}`,
      finishReason: 'stop',
      usage: null,
      costUsd: 0.001,
      latencyMs: 12.5,
      servedModel: null,
      ...(seed % 3 === 0 && { toolCalls: [{ id: 'call-1', name: 'find', arguments: { street: secret } }] }),
    },
    scores: [
      { metric: 'quality', value, reason: `says ${secret}` },
      seed % 4 === 0
        ? { metric: 'tone', unscored: `broke at ${secret}` }
        : { metric: 'tone', value: seed / 3 },
    ],
    attempts: 1,
  };
}

function pairOf(drawn: { id: string; model: string; repeat: number; seed: number }): PairRecord {
  const { id, model, repeat, seed } = drawn;
  const metric = 'preferred';
  if (seed % 4 === 0) return { pair: model, case: id, repeat, scores: [{ metric, unscored: secret }] };
  const reason = `both know ${secret}`;
  return {
    pair: model,
    case: id,
    repeat,
    scores: [
      {
        metric,
        value: 1,
        replies: [
          { first: 'baseline', chose: 'candidate', reason },
          { first: 'candidate', chose: 'candidate', reason },
        ],
      },
    ],
  };
}

function listed({ repeats, hasBaseline, isSensitive }: Drawn): ListedRun {
  const address = { type: 'string', required: true, sensitive: isSensitive } as const;
  const prompt: PromptFile = {
    name: 'support',
    model: 'fake/small',
    modelParameters: {},
    messages: [],
    'x-prompteval': { variables: { address } },
  };
  const settings = (id: string) => ({ id, model: `fake/${id}`, parameters: {} });
  return {
    prompt: 'support',
    arms: {
      baseline: hasBaseline ? { version: 3, digest: 'sha256:1', prompt } : null,
      candidate: { version: null, digest: 'sha256:2', prompt },
    },
    repeats,
    pairings: ['small', 'large'].map((id) => ({
      id,
      baseline: hasBaseline ? settings(id) : null,
      candidate: settings(id),
    })),
    metrics: [
      { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] },
      { id: 'tone', better: 'lower', kind: 'score', range: [0, 1_000_000] },
      { id: 'preferred', better: 'higher', kind: 'score', range: [0, 1] },
    ],
    comparisons: [],
    release: null,
  };
}

/** What stands in the page of a part. */
function shown(part: CasePart | null | undefined) {
  return part && { ...part, details: readFileSync(part.details, 'utf8') };
}

async function bothWays(drawn: Drawn) {
  const folder = mkdtempSync(join(root, 'run-'));
  writeFileSync(join(folder, 'cases.jsonl'), drawn.cases.map(caseLine).join(''));
  const run = listed(drawn);
  expect(LiveCases.canShow(run)).toBe(!drawn.isSensitive);
  const live = new LiveCases(folder, run, drawn.cases);
  live.begin();
  const journal = openJournal(join(folder, 'trials.jsonl'));
  for (const record of drawn.records) live.add(record, await journal.append(JSON.stringify(record)));
  await journal.close();
  live.end();
  const lived = shown(await live.part());
  await live.close();
  const left = readdirSync(folder);
  const hidden = sensitiveVariables(run, {});
  const scan = await scanRun(folder, run, hidden);
  const path = join(folder, 'aside');
  const read = shown(await packCases(path, folder, { run, scan, hidden, limits: detailLimits }));
  return { lived, read, left };
}

describe('what a page holds of its cases', () => {
  it('is the same whether it is found out while the run goes on or read from its folder', async () => {
    await fc.assert(
      fc.asyncProperty(drawnRun, async (drawn) => {
        const { lived, read, left } = await bothWays(drawn);
        if (!drawn.isSensitive) expect(lived).toEqual(read);
        expect(left.sort()).toEqual(['cases.jsonl', 'trials.jsonl']);
        if (!read) return;
        const { index, blocks } = await readPageData(`${read.index}${read.details}`);
        const told = JSON.stringify([index, blocks]);
        expect(told.includes(secret)).toBe(!drawn.isSensitive);
        expect(told).not.toContain('for us alone');
        const trials = blocks.flat().flatMap((row) => row?.trials ?? []);
        expect(trials).toHaveLength(drawn.records.filter((record) => !isPair(record)).length);
      }),
      { numRuns: 60 },
    );
  });

  it('is not there before the end, and null of a run without trials', async () => {
    const folder = mkdtempSync(join(root, 'run-'));
    const drawn = { cases: [], repeats: 1, hasBaseline: false, isSensitive: false, records: [] };
    const live = new LiveCases(folder, listed(drawn), []);
    expect(await live.part()).toBeUndefined();
    live.end();
    expect(await live.part()).toBeNull();
    await live.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is read from the folder where a file was changed meanwhile', async () => {
    const [drawn] = fc.sample(drawnRun, { numRuns: 1, seed: 7 });
    if (drawn === undefined) throw new Error('nothing was drawn');
    const folder = mkdtempSync(join(root, 'run-'));
    const live = new LiveCases(folder, listed(drawn), drawn.cases);
    appendFileSync(join(folder, 'trials.jsonl'), '');
    for (const record of drawn.records) live.add(record, { start: 0, length: 5 });
    rmSync(folder, { recursive: true });
    live.end();
    expect(await live.part()).toBeUndefined();
    await live.close();
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['got a line more', (text: string) => `\n${text}`],
    ['lost its end', (text: string) => text.slice(0, -20)],
    ['has other lines of the same length', (text: string) => `${text.slice(7)}${text.slice(0, 7)}`],
  ])('is read from the folder where trials.jsonl %s', async (_title, change) => {
    const [drawn] = fc.sample(drawnRun, { numRuns: 1, seed: 7 });
    if (drawn === undefined || drawn.isSensitive) throw new Error('another run was to be drawn');
    const folder = mkdtempSync(join(root, 'run-'));
    const path = join(folder, 'trials.jsonl');
    const live = new LiveCases(folder, listed(drawn), drawn.cases);
    const journal = openJournal(path);
    for (const record of drawn.records) live.add(record, await journal.append(JSON.stringify(record)));
    await journal.close();
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    live.end();
    expect(await live.part()).toBeUndefined();
    await live.close();
    expect(readdirSync(folder)).toEqual(['trials.jsonl']);
  });
});
