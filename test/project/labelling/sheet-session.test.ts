import { describe, expect, it } from 'vitest';
import { ConflictError, InputError } from '../../../src/core/errors.ts';
import type { Metric } from '../../../src/core/score.ts';
import { questionOf } from '../../../src/labelling/shared/question.ts';
import { sheetSession } from '../../../src/project/labelling/sheet-session.ts';
import { makeProject } from '../../support/temporary-project.ts';

const tone: Metric = { id: 'tone', better: 'higher', kind: 'score', range: [-2, 2] };
const sheet = 'id,run,label\r\na,r,\r\nb,r,1\r\nc,r,\r\n';

async function open(text = sheet) {
  const project = await makeProject({ 'sheet.csv': text });
  const session = await sheetSession({
    file: project.path('sheet.csv'),
    shown: 'sheet.csv',
    metric: tone,
    items: ['a', 'b', 'c'].map((id) => ({ id, input: [], expected: '', answer: id })),
    about: {
      prompt: 'p',
      metric: 'tone',
      run: 'r',
      question: questionOf({ metric: 'tone', kind: 'score', range: [-2, 2] }),
      by: 'ana',
      isBySettled: false,
      next: '',
    },
  });
  const give = (id: string, value: number | null, note = '') => session.give({ id, value, note, by: 'ana' });
  const values = () => session.state().items.map(({ value }) => value);
  return { project, session, give, values, read: () => project.read('sheet.csv') };
}

describe('labels of a page in a sheet', () => {
  it('go on from those that stand there, and each is written at once', async () => {
    const { give, values, read } = await open();
    expect(values()).toEqual([null, 1, null]);
    expect(await give('a', -2, '=cmd')).toMatchObject({ notice: null });
    expect(await read()).toBe(
      '"id","run","label","by","note"\r\n"a","r","-2","ana","\'=cmd"\r\n"b","r","1","",""\r\n"c","r","","",""\r\n',
    );
    await give('a', null);
    expect(values()).toEqual([null, 1, null]);
    expect(await read()).toContain('"a","r","","",""');
  });

  it('leave the rest of a sheet as a spreadsheet wrote it: its mark, its separator and columns of its own', async () => {
    const { give, read } = await open('\ufeffrun;mine;id;label\nr;-5;a;\nr;"x;y";b;\n');
    await give('b', 2);
    expect(await read()).toBe(
      '\ufeff"run";"mine";"id";"label";"by";"note"\r\n"r";"-5";"a";"";"";""\r\n"r";"x;y";"b";"2";"ana";""\r\n',
    );
  });

  it('take over what somebody else wrote into other rows, and say so', async () => {
    const { project, give, values } = await open();
    await project.write('sheet.csv', sheet.replace('c,r,', 'c,r,2'));
    expect(await give('a', 1)).toMatchObject({ notice: expect.stringContaining('taken over') });
    expect(values()).toEqual([1, 1, 2]);
    expect(await give('a', 0)).toMatchObject({ notice: null });
  });

  it('do not write over another label for the same answer', async () => {
    const { project, give, values, read } = await open();
    const theirs = sheet.replace('a,r,', 'a,r,2');
    await project.write('sheet.csv', theirs);
    await expect(give('a', 1)).rejects.toThrow(ConflictError);
    expect(await read()).toBe(theirs);
    // It is shown now, so it may be changed.
    expect(values()).toEqual([2, 1, null]);
    await give('a', 1);
    expect(values()).toEqual([1, 1, null]);
  });

  it('say that the sheet or its row is gone', async () => {
    const { project, give } = await open();
    await project.write('sheet.csv', 'id,run,label\r\nb,r,1\r\n');
    await expect(give('a', 1)).rejects.toThrow('has no row a any more');
    await project.remove();
    await expect(give('b', 1)).rejects.toThrow(InputError);
  });

  it('given at once are all kept', async () => {
    const { give, values } = await open();
    await Promise.all([give('a', 1), give('b', 2), give('c', 0)]);
    expect(values()).toEqual([1, 2, 0]);
  });
});
