import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runFolder } from '../../../src/project/runs/run-folder.ts';
import { TrialPlaces } from '../../../src/project/runs/trial-places.ts';
import { openWaiting, readWaiting } from '../../../src/project/runs/waiting-answers.ts';
import { pairModels } from '../../../src/runner/model-pairings.ts';
import type { Pairs } from '../../../src/runner/pairs.ts';
import type { WaitingAnswer } from '../../../src/runner/waiting-answers.ts';
import { answer, armOf, caseList, promptWith } from '../../runner/trials.ts';
import { makeProject } from '../../support/temporary-project.ts';

function waitingFor(testCase: string, changes: Partial<WaitingAnswer> = {}): WaitingAnswer {
  const place = { arm: 'candidate' as const, case: testCase, model: 'fake/small', repeat: 0 };
  return { ...place, completion: { ...answer, costUsd: 0.25 }, attempts: 3, ...changes };
}

/** Of a candidate alone, with two cases. */
function placesOfTwo(): TrialPlaces {
  const candidate = armOf('candidate');
  const pairings = pairModels(['own'], null, promptWith());
  return new TrialPlaces({ baseline: null, candidate, pairings, cases: caseList(2), repeats: 1 });
}

/** The pair of `case-1` alone. */
const duePairs: Pick<Pairs, 'isDue'> = {
  isDue: ({ pair, case: id }) => pair === 'fake/small' && id === 'case-1',
};

async function folderWith(lines: readonly string[] | null) {
  const project = await makeProject();
  const folder = runFolder(project.path('reports'), 'sums', '20261121-140514-9f3c1a');
  const file = 'reports/sums/20261121-140514-9f3c1a/answers.jsonl';
  await project.write(file.replace('answers', 'cases'), '');
  if (lines !== null) await project.write(file, lines.join('\n'));
  return { folder, text: () => project.read(file) };
}

const line = (testCase: string, changes: object = {}) =>
  JSON.stringify({ ...waitingFor(testCase), ...changes });

describe('answers that an earlier part of the run left', () => {
  it.each<[string, string[] | null, string[]]>([
    ['no file, of a run of an older version', null, []],
    ['an empty file', [''], []],
    ['whole lines', [line('case-0'), line('case-1'), ''], ['case-0', 'case-1']],
    ['a torn last line', [line('case-0'), line('case-1').slice(0, 60)], ['case-0']],
    ['a case that is not planned', [line('case-7'), line('case-0'), ''], ['case-0']],
    ['an arm that is not planned', [line('case-0', { arm: 'baseline' }), ''], []],
    ['a model that is not planned', [line('case-0', { model: 'fake/large' }), ''], []],
    ['a repeat that is not planned', [line('case-0', { repeat: 1 }), ''], []],
    ['what is no answer', ['null', '[]', '"x"', '{}', line('case-0', { completion: {} }), ''], []],
    ['an answer that costs no number', [line('case-0', { completion: { ...answer, costUsd: '1' } }), ''], []],
    [
      'an answer without a text',
      [line('case-0', { completion: { ...answer, text: 1, costUsd: 0 } }), ''],
      [],
    ],
    ['an answer that took no number of calls', [line('case-0', { attempts: 'x' }), ''], []],
  ])('%s', async (_, lines, expected) => {
    const { folder } = await folderWith(lines);
    const left = await readWaiting(folder, placesOfTwo(), duePairs);
    expect(left).toEqual(expected.map((id) => waitingFor(id)));
  });

  it('do not count where their trials are recorded', async () => {
    const { folder } = await folderWith([line('case-0'), line('case-1'), '']);
    const places = placesOfTwo();
    places.take(waitingFor('case-0'));
    expect(await readWaiting(folder, places, duePairs)).toEqual([waitingFor('case-1')]);
  });

  it('count once, however often they stand there', async () => {
    const { folder } = await folderWith([line('case-0'), line('case-0'), '']);
    const { waiting, close } = await openWaiting(folder, await readWaiting(folder, placesOfTwo(), duePairs));
    expect(waiting).toMatchObject({ size: 1, usd: 0.25 });
    await close();
  });
});

const replyAbout = (about: object, changes: object = {}) =>
  JSON.stringify({
    ...{ about, metric: 'tone', question: 'sha256:q', draw: 0 },
    ...{ reply: { text: 'yes' }, costUsd: 0.5 },
    ...changes,
  });
const { completion: _, attempts: __, ...first } = waitingFor('case-0');
const pair = { case: 'case-1', model: 'fake/small', repeat: 0 };

describe('replies of judges that an earlier part of the run left', () => {
  it.each<[string, string[], number]>([
    ['about an answer', [replyAbout(first), line('case-0')], 2],
    ['about a pair', [replyAbout(pair)], 1],
    ['of a judge without a price', [replyAbout(first, { costUsd: null })], 1],
    ['about an answer that is not planned', [replyAbout({ ...first, case: 'case-7' })], 0],
    ['about a pair that is judged', [replyAbout({ ...pair, case: 'case-0' })], 0],
    ['about a pair that is not planned', [replyAbout({ ...pair, model: 'own' })], 0],
    ['about nothing', [replyAbout({}), JSON.stringify({ about: null })], 0],
    ['without a text', [replyAbout(first, { reply: { text: 1 } })], 0],
    ['without a question', [replyAbout(first, { question: 1 })], 0],
    ['that cost no amount', [replyAbout(first, { costUsd: -1 }), replyAbout(first, { costUsd: '1' })], 0],
    ['torn', [replyAbout(first).slice(0, -10)], 0],
  ])('%s', async (_, lines, expected) => {
    const { folder } = await folderWith([...lines, '']);
    expect(await readWaiting(folder, placesOfTwo(), duePairs)).toHaveLength(expected);
  });

  it('do not count where what they are about is recorded', async () => {
    const { folder } = await folderWith([replyAbout(first), replyAbout(pair), '']);
    const places = placesOfTwo();
    places.take(waitingFor('case-0'));
    expect(await readWaiting(folder, places, duePairs)).toHaveLength(1);
  });

  it('count once, however often they stand there, and keep the file', async () => {
    const { folder } = await folderWith([replyAbout(first), replyAbout(first), '']);
    const { waiting, close } = await openWaiting(folder, await readWaiting(folder, placesOfTwo(), duePairs));
    expect(waiting).toMatchObject({ size: 0, usd: 0.5, isEmpty: false });
    await close();
    expect(existsSync(folder.answers)).toBe(true);
  });
});

describe('the file of waiting answers', () => {
  it('has a line for each as soon as it is kept, behind a torn one too', async () => {
    const { folder, text } = await folderWith([line('case-0'), line('case-7').slice(0, 60)]);
    const { waiting, close } = await openWaiting(folder, await readWaiting(folder, placesOfTwo(), duePairs));
    await waiting.keep(waitingFor('case-1'));
    expect(await text()).toBe(`${line('case-0')}\n${line('case-1')}\n`);
    expect(waiting.usd).toBe(0.5);
    expect(waiting.find(waitingFor('case-0'))).toEqual(waitingFor('case-0'));
    await close();
    expect(await readWaiting(folder, placesOfTwo(), duePairs)).toEqual([
      waitingFor('case-0'),
      waitingFor('case-1'),
    ]);
  });

  it('goes when none waits any more', async () => {
    const { folder } = await folderWith(null);
    const { waiting, close } = await openWaiting(folder, []);
    await waiting.keep(waitingFor('case-1'));
    waiting.release(waitingFor('case-1'));
    expect(waiting.find(waitingFor('case-1'))).toBeUndefined();
    await close();
    expect(existsSync(folder.answers)).toBe(false);
  });
});
