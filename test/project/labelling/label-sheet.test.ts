import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.ts';
import { formatProblem } from '../../../src/core/problem.ts';
import type { Metric } from '../../../src/core/score.ts';
import { readLabels, writeSheet } from '../../../src/project/labelling/label-sheet.ts';
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
