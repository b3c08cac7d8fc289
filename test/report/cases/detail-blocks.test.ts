import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { PromptFile } from '../../../src/core/prompt.ts';
import { rowsPerBlock } from '../../../src/report/cases/case-index.ts';
import { dataBlock } from '../../../src/report/cases/data-block.ts';
import { type DetailLimits, detailBlocks } from '../../../src/report/cases/detail-blocks.ts';
import { LongTexts } from '../../../src/report/cases/long-texts.ts';
import type { RankedRow } from '../../../src/report/cases/rank-rows.ts';
import { Scan } from '../../../src/report/cases/scan-run.ts';
import { StoredRows } from '../../../src/report/cases/stored-rows.ts';
import { blockElement, rowFlags } from '../../../src/report/shared/case-index.ts';

const root = mkdtempSync(join(tmpdir(), 'prompteval-blocks-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const none: ReadonlySet<string> = new Set();

/** Rows of 1,000 characters that can hardly be compressed, of which the first few moved. */
function makeRows(count: number, moved: number): { stored: StoredRows; rows: () => RankedRow[] } {
  const folder = mkdtempSync(join(root, 'run-'));
  const prompt: PromptFile = {
    name: 'p',
    model: 'fake/m',
    modelParameters: {},
    messages: [],
    'x-prompteval': { variables: {} },
  };
  const settings = { id: 'm', model: 'fake/m', parameters: {} };
  const scan = new Scan(
    {
      prompt: 'p',
      arms: { baseline: null, candidate: { version: null, digest: 'd', prompt } },
      repeats: 1,
      pairings: [{ id: 'm', baseline: null, candidate: settings }],
      metrics: [],
      comparisons: [],
      release: null,
    },
    none,
  );
  let [text, state] = ['', 1];
  for (let index = 0; index < count; index++) {
    let answer = '';
    while (answer.length < 900) {
      state = (state * 48271) % 2147483647;
      answer += state.toString(36);
    }
    const line = JSON.stringify({ completion: { text: answer } });
    const record = {
      arm: 'candidate' as const,
      case: `c${index}`,
      model: 'm',
      repeat: 0,
      status: 'completed' as const,
      scores: [],
      attempts: 1,
    };
    scan.addTrial(record, { start: text.length, length: line.length });
    text += `${line}\n`;
  }
  writeFileSync(join(folder, 'trials.jsonl'), text);
  const rows = () =>
    Array.from({ length: count }, (_, row) => ({
      row,
      flags: row < moved ? rowFlags.worse : 0,
      metric: -1,
      size: 0,
    }));
  return { stored: new StoredRows(folder, scan, none), rows };
}

/** One block is packed while the next is put together. */
async function oneByOne(stored: StoredRows, rows: readonly RankedRow[], limits: DetailLimits) {
  const blocks: string[] = [];
  let written = 0;
  let packing: Promise<string> | undefined;
  for (let start = 0; start < rows.length; start += rowsPerBlock) {
    const kept = rows.slice(start, start + rowsPerBlock).map((ranked) => {
      if (written < (ranked.flags === 0 ? limits.all : limits.moved)) return stored.of(ranked.row);
      ranked.flags |= rowFlags.reduced;
      return 'null';
    });
    const packed = await packing;
    packing = dataBlock(blockElement(start / rowsPerBlock), new LongTexts().block(kept));
    if (packed === undefined) continue;
    written += packed.length;
    blocks.push(packed);
  }
  if (packing) blocks.push(await packing);
  return { blocks, flags: rows.map(({ flags }) => flags) };
}

describe('the blocks of a page', () => {
  it('are packed side by side, and hold what they would if each were waited for', async () => {
    const made = [0, 1, rowsPerBlock, 5 * rowsPerBlock + 7, 20 * rowsPerBlock].map((count) =>
      makeRows(count, count / 4),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...made),
        fc.oneof(fc.integer({ min: 0, max: 3_500_000 }), fc.integer({ min: 0, max: 300_000 })),
        fc.integer({ min: 0, max: 1_000_000 }),
        async ({ stored, rows }, all, more) => {
          const limits = { all, moved: all + more };
          const found = rows();
          const blocks: string[] = [];
          for await (const block of detailBlocks(stored, found, limits)) blocks.push(block);
          const flags = found.map((row) => row.flags);
          expect({ blocks, flags }).toEqual(await oneByOne(stored, rows(), limits));
        },
      ),
      { numRuns: 30 },
    );
    for (const { stored } of made) stored.close();
  });
});
