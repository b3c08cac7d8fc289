import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../../src/core/text.ts';
import { caseDetail } from '../../../src/report/client/case-detail.ts';
import { loadReportInput } from '../../../src/report/load-report.ts';
import { renderMarkdown } from '../../../src/report/markdown.ts';
import { maskText } from '../../../src/report/mask.ts';
import { hasFlag } from '../../../src/report/shared/case-index.ts';
import { writePage } from '../../../src/report/write-page.ts';
import { type PageData, readPageData } from '../page-data.ts';
import { copyFixture } from '../support.ts';

async function written(folder: string, ...rest: [showSensitive?: boolean, all?: number, moved?: number]) {
  const [showSensitive = false, all = 1e9, moved = 1e9] = rest;
  const path = join(folder, 'index.html');
  await writePage(path, folder, await loadReportInput(folder), { showSensitive, limits: { all, moved } });
  return readFileSync(path, 'utf8');
}

async function dataOf(...given: Parameters<typeof written>): Promise<PageData> {
  return readPageData(await written(...given));
}

function textsOf(blocks: PageData['blocks']): string[] {
  return blocks.flat().flatMap((row) => row?.trials.map(({ completion }) => completion?.text ?? '') ?? []);
}

/** Many cases that stay as they were, before one that got worse. */
function manyCases(): string {
  const folder = copyFixture('promoted');
  const [cases, trials] = ['cases.jsonl', 'trials.jsonl'].map((name) => join(folder, name));
  for (let number = 0; number < 450; number++) {
    const id = `quiet-${number}`;
    appendFileSync(
      cases ?? '',
      `${JSON.stringify({ id, variables: { message: `question ${number}` }, tags: [], critical: false })}\n`,
    );
    for (const arm of ['baseline', 'candidate']) {
      const completion = {
        text: `answer ${number}`,
        usage: null,
        costUsd: null,
        latencyMs: null,
        finishReason: 'stop',
      };
      const line = {
        arm,
        case: id,
        model: 'demo/in-context',
        repeat: 0,
        status: 'completed',
        completion,
        scores: [{ metric: 'quality', value: 1 }],
        attempts: 1,
      };
      appendFileSync(trials ?? '', `${JSON.stringify(line)}\n`);
    }
  }
  return folder;
}

describe('the data of a page', () => {
  it('holds every case with both answers, the worst first', async () => {
    const folder = copyFixture('blocked');
    const { index, blocks } = await dataOf(folder);
    const { run } = await loadReportInput(folder);
    expect(index.cases.ids).toHaveLength(14);
    expect(index.models).toEqual(expect.arrayContaining(['openai/gpt-4.1', 'anthropic/claude-sonnet-4']));
    expect(index).toMatchObject({ baseline: 'v12', candidate: 'v13', repeats: run.repeats, reduced: 0 });
    expect(index.command).toBe(
      'prompteval run support-reply --candidate support-reply@13 --baseline support-reply@12',
    );
    const row = index.rows.case.findIndex((entry) => index.cases.ids[entry] === 'case-00437');
    const stored = blocks[0]?.[row] ?? { trials: [] };
    expect(stored.trials).toHaveLength(4);
    expect(stored.trials.map(({ completion }) => completion?.text)).toContain(
      'Your plan ends today and the credit is removed\nfrom your account. (repeat 0)',
    );
    expect(caseDetail(stored).expected).toEqual([
      { name: 'expected', text: 'The credit stays for 12 months.' },
    ]);
  });

  it('has as many regressions as the run says, where the run counted the same trials', async () => {
    const folder = manyCases();
    const { run } = await loadReportInput(folder);
    const { index } = await dataOf(folder);
    const worse = index.rows.flags.flatMap((flags, row) => (hasFlag(flags, 'worse') ? [row] : []));
    expect(worse.map((row) => index.cases.ids[index.rows.case[row] ?? -1]).sort()).toEqual(
      run.regressions.map((regression) => regression.case).sort(),
    );
  });

  it('hides sensitive values in the list and in the details, and shows them on request', async () => {
    const hostile = copyFixture('hostile');
    const hidden = JSON.stringify(await dataOf(hostile));
    expect(hidden).not.toContain('top-secret-4711');
    expect(hidden).toContain(maskText);
    expect(JSON.stringify(await dataOf(hostile, true))).toContain('top-secret-4711');
  });

  it('hides them in answers, calls, reasons and failures, whatever became of their white space; all of a lost case', async () => {
    const secret = 'Max Beispiel\r\nLindenallee 5\n12345 Stadt, with more than sixty characters of it';
    const folder = copyFixture('promoted');
    const [cases, trials] = ['cases.jsonl', 'trials.jsonl'].map((name) => join(folder, name));
    const rewrite = (path = '', change: (line: { [key: string]: unknown }) => object) => {
      const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
      writeFileSync(path, lines.map((line) => `${JSON.stringify(change(JSON.parse(line)))}\n`).join(''));
    };
    rewrite(cases, (line) => ({ ...line, variables: { customer: secret }, expected: { to: secret } }));
    const said = [excerpt(secret, 60), secret.slice(0, 20), JSON.stringify(secret), secret.toUpperCase()];
    rewrite(trials, (line) => ({
      ...line,
      completion: {
        ...{ text: said.join(' | '), finishReason: 'stop', usage: null, costUsd: null, latencyMs: null },
        toolCalls: [{ id: '1', name: 'write', arguments: { [secret]: said } }],
      },
      failure: { code: 'other', message: `refused: ${said.join(' ')}` },
      scores: said.map((reason, index) => ({
        metric: ['quality', 'schema', 'a', 'b'][index],
        value: 0,
        reason,
      })),
    }));
    const telling = /Beispiel|Lindenallee|12345|sixty/i;
    for (const lost of [false, true]) {
      if (lost) writeFileSync(cases ?? '', '');
      const page = await written(folder);
      expect(page).not.toMatch(telling);
      expect(page).toContain(maskText);
      expect(JSON.stringify(await readPageData(page))).not.toMatch(telling);
      expect(renderMarkdown(await loadReportInput(folder))).not.toMatch(telling);
    }
  });

  it('keeps a text with half a surrogate pair as it is', async () => {
    const { blocks } = await dataOf(copyFixture('hostile'));
    expect(textsOf(blocks).some((text) => text.includes('\ud800') && !text.isWellFormed())).toBe(true);
  });

  it('leaves out what did not move first where the page would be too large, and says so', async () => {
    const folder = manyCases();
    const whole = await dataOf(folder);
    expect(whole.blocks.map((block) => block.length)).toEqual([200, 200, 55]);
    expect(whole.index.reduced).toBe(0);
    const page = await written(folder, false, 10);
    const { index, blocks } = await readPageData(page);
    const rows = blocks.flat();
    expect(rows[0]).not.toBeNull();
    expect(rows.filter((row) => row === null)).toHaveLength(index.reduced);
    // The limit is seen when a block is packed, and by then the next one is there.
    expect(index.reduced).toBe(55);
    expect(page).toContain(`of ${index.reduced} of the 455 rows only the scores are kept`);
    const none = await dataOf(folder, false, 0, 0);
    expect(none.index.reduced).toBe(455);
  });

  it('counts the later of two lines for one trial, and passes over what is none', async () => {
    const folder = copyFixture('promoted');
    const path = join(folder, 'trials.jsonl');
    const before = await dataOf(folder);
    const [first = ''] = readFileSync(path, 'utf8').split('\n');
    const again = JSON.parse(first);
    appendFileSync(
      path,
      `${JSON.stringify({ ...again, scores: [{ metric: 'quality', value: 0.25 }] })}\n{"arm":1}\n{"arm":"cand`,
    );
    const { index } = await dataOf(folder);
    expect(index.rows.case.length).toBe(before.index.rows.case.length);
    expect([...(index.rows.baseline.flat() ?? []), ...index.rows.candidate.flat()]).toContain(0.25);
  });

  it('names the cases by their trials where cases.jsonl is gone, and is static where both are', async () => {
    const folder = copyFixture('promoted');
    const { index } = await dataOf(folder);
    rmSync(join(folder, 'cases.jsonl'));
    expect([...(await dataOf(folder)).index.cases.ids].sort()).toEqual([...index.cases.ids].sort());
    rmSync(join(folder, 'trials.jsonl'));
    expect(await written(folder)).not.toContain('<script');
  });

  it('shows a metric that the run does not describe, and an answer that is no text', async () => {
    const folder = copyFixture('promoted');
    const path = join(folder, 'trials.jsonl');
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    lines[0].completion.text = { not: 'a text' };
    lines[0].scores.push({ metric: 'surprise', value: 3.25 });
    writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'));
    const { index, blocks } = await dataOf(folder);
    expect(index.metrics.find(({ id }) => id === 'surprise')).toMatchObject({ unknown: true });
    const shown = blocks.flat().flatMap((row) => (row ? caseDetail(row).trials : []));
    expect(shown.map(({ completion }) => completion?.text)).toContain('{"not":"a text"}');
  });
});
