import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { formatProblem } from '../../../src/core/problem.ts';
import type { Metric } from '../../../src/core/score.ts';
import { readLabels, writeSheet } from '../../../src/project/labelling/label-sheet.ts';
import { isSameCell, requireSameCells } from '../../../src/project/labelling/sheet-cells.ts';
import { makeProject } from '../../support/temporary-project.ts';

const quality: Metric = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
const tone: Metric = { id: 'tone', better: 'higher', kind: 'score', range: [1, 5] };
const header = 'id,run,label\n';

async function read(text: string, metric: Metric) {
  const project = await makeProject({ 'sheet.csv': text });
  return readLabels(project.path('sheet.csv'), 'sheet.csv', metric);
}

async function problemsOf(text: string, metric = quality): Promise<string[]> {
  const error: unknown = await read(text, metric).catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw error;
  return error.problems.map(formatProblem);
}

describe('a file to label', () => {
  it('holds no formula that a spreadsheet would run, and no escape sequence', async () => {
    const project = await makeProject();
    const file = project.path('sheet.csv');
    const answer = '=HYPERLINK("http://x","y")';
    const item = { id: 'a', input: [['x', '\u001b[2J'] as [string, string]], expected: ' @x', answer };
    await writeSheet(file, 'sheet.csv', 'r', [item]);
    const [, row] = (await project.read('sheet.csv')).split('\r\n');
    expect(row).toBe(`"a","r","x: �","' @x","'=HYPERLINK(""http://x"",""y"")",""`);
  });

  it.each<[Metric, string, number]>([
    [quality, 'yes', 1],
    [quality, 'FAIL', 0],
    [quality, '1', 1],
    [tone, '4', 4],
    [tone, '"3,5"', 3.5],
  ])('%o: reads %s', async (metric, label, value) => {
    const { run, labels } = await read(`${header}a,r,${label}\nb,r,\n`, metric);
    expect(run).toBe('r');
    expect([...labels]).toEqual([['a', value]]);
  });

  it('names a file that is not there', async () => {
    const project = await makeProject();
    await expect(readLabels(project.path('no.csv'), 'no.csv', quality)).rejects.toThrow(InputError);
  });

  it('names every row that it can not use', async () => {
    expect(await problemsOf(`${header}a,r,maybe\nb,r,2\n,r,1\nc,r,1\nc,r,1\n`)).toEqual([
      'sheet.csv:2 label: is "maybe"; expected 1 (or yes, pass) or 0 (or no, fail)',
      'sheet.csv:3 label: is "2"; expected 1 (or yes, pass) or 0 (or no, fail)',
      'sheet.csv:4: has no id or no run. Leave the first two columns as they are',
      'sheet.csv:6 id: c has a label already',
    ]);
    expect(await problemsOf(`${header}a,r,6\n`, tone)).toEqual([
      'sheet.csv:2 label: is "6"; expected a number from 1 to 5',
    ]);
    expect(await problemsOf(`${header}a,r,1\nb,s,1\n`)).toEqual(['sheet.csv run: names several runs: r, s']);
    expect(await problemsOf(header)).toEqual(['sheet.csv: there is no answer in it']);
    expect(await problemsOf(`${header}a,r,\n`)).toEqual([
      'sheet.csv: nothing is labelled yet. Fill in the column "label"',
    ]);
  });
});

describe('the cells of a labelled row', () => {
  const items = [
    { id: 'a', input: [['n', '1']] as [string, string][], expected: '2', answer: 'two\nlines' },
    { id: 'b', input: [['n', '2']] as [string, string][], expected: '', answer: '=4' },
  ];

  async function check(text: string): Promise<string[]> {
    const { labelled } = await read(text, quality);
    try {
      requireSameCells('sheet.csv', labelled, items);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.problems.map(formatProblem);
    }
  }

  it('are those that were asked about, as they were written or without them', async () => {
    const project = await makeProject();
    await writeSheet(project.path('sheet.csv'), 'sheet.csv', 'r', items);
    const text = (await project.read('sheet.csv')).replaceAll(',""\r\n', ',"1"\r\n');
    expect(await check(text)).toEqual([]);
    expect(await check(`${header}a,r,1\nb,r,0\n`)).toEqual([]);
    expect(await check('id,run,answer,label\na,r,other,\nb,r,4,1\n')).toHaveLength(1);
    expect(await check('id,run,answer,label\na,r,other,\nb,r,=4,1\n')).toEqual([]);
  });

  it('are named with their line where they are others', async () => {
    const columns = 'id,run,input,expected,answer,label\n';
    expect(await check(`${columns}a,r,n: 1,2,"two\r\nlines ",1\nb,r,n: 1,3,'=4,0\n`)).toEqual([
      'sheet.csv:4 input: is "n: 1", and another one was asked about under the id b; expected "n: 2". Sort whole rows, and leave all columns but the label as they were; nothing was recorded',
      `sheet.csv:4 expected: is "3", and another one was asked about under the id b; expected ""`,
    ]);
  });

  it.each([
    ['two\r\nlines  ', 'two\nlines', true],
    ['=1+1', "'=1+1", true],
    ['TRUE', 'true', true],
    ['2.5', '2.50', true],
    ['2,5', '2.5', true],
    ['1,234.50', '1234.5', true],
    ['123', '00123', true],
    ['50%', '0.5', true],
    ['1.23457e+15', '1234567890123456', true],
    ['21.11.2026', '2026-11-21', true],
    ['11/21/26', '2026-11-21', true],
    [`${'x'.repeat(32_767)}`, 'x'.repeat(40_000), true],
    ['', 'x', false],
    ['3', '2', false],
    ['1.5', '15', false],
    ['21.11.2025', '2026-11-21', false],
    ['billing', 'refund', false],
    ['x', 'xy', false],
  ])('%j for %j: %s', (cell, asked, expected) => expect(isSameCell(cell, asked)).toBe(expected));
});
