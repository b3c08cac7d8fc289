import { describe, expect, it } from 'vitest';
import type { Case } from '../../../src/core/case.ts';
import { InputError } from '../../../src/core/errors.ts';
import type { RunFile } from '../../../src/core/run-file.ts';
import {
  type AttemptLedger,
  attemptEntry,
  attemptLedger,
  digestOfCases,
  lostLines,
} from '../../../src/project/cases/attempt-ledger.ts';
import type { AttemptEntry } from '../../../src/project/cases/attempt-lines.ts';
import { attemptFile } from '../../../src/project/opening/attempt-file.ts';
import { draft, prompt } from '../../release/runs.ts';
import { runOf } from '../../support/runs.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

const file = '.prompteval/attempts/triage.jsonl';
const none = { pass: 0, fail: 0, inconclusive: 0, unreadable: 0, elsewhere: 0 };
const subject = { cases: 'sha256:cases', dataset: 'sha256:dataset' };

const finished = runOf({ baseline: null, candidate: { ...draft, prompt: prompt() } });

function entry(run: string, changes: Partial<AttemptEntry> = {}): AttemptEntry {
  return {
    at: '2026-08-22T14:00:00.000Z',
    run,
    ...subject,
    candidate: 'sha256:candidate',
    verdict: 'pass',
    runDigest: `sha256:${run}`,
    ...changes,
  };
}

/** As a version before `cases` wrote it. */
function oldEntry(run: string, dataset: string): Omit<AttemptEntry, 'cases'> {
  const { cases: _, ...old } = entry(run, { dataset });
  return old;
}

async function ledgerWith(lines: string): Promise<AttemptLedger> {
  return ledgerOf(await makeProject(lines === '' ? {} : { [file]: lines }));
}

function ledgerOf(project: TemporaryProject): AttemptLedger {
  const attempts = (prompt: string) => attemptFile(project.path('.prompteval/registry'), prompt, () => file);
  return attemptLedger({ attempts }, 'triage');
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

it.each<[string, string[], string[], string[]]>([
  ['nothing', ['a', 'b'], ['a', 'b', 'c'], []],
  ['a line that was taken out', ['a', 'b'], ['b'], ['a']],
  ['a line that was edited', ['a', 'b'], ['a', 'B'], ['b']],
  ['all of it', ['a', '', 'b'], [], ['a', 'b']],
])('misses of a ledger %s', (_, ledger, other, lost) => {
  expect(lostLines(ledger.join('\n'), other.join('\n'))).toEqual(lost);
});

describe('the ledger', () => {
  it('counts lines that it lost too', async () => {
    const project = await makeProject({ [file]: line(entry('a')) });
    const attempts = (prompt: string) =>
      attemptFile(project.path('.prompteval/registry'), prompt, () => file);
    const lost = [JSON.stringify(entry('b', { verdict: 'fail' }))];
    const { earlier } = await attemptLedger({ attempts }, 'triage', lost).earlier(subject);
    expect(earlier).toEqual({ ...none, pass: 1, fail: 1 });
  });

  it('has seen nothing where there is none', async () => {
    const ledger = await ledgerWith('');
    expect(await ledger.earlier(subject)).toEqual({ earlier: none, tried: new Map(), warnings: [] });
    expect(await ledger.runDigest('a')).toBeUndefined();
  });

  it('counts by verdict, and what was against other cases apart', async () => {
    const ledger = await ledgerWith('');
    await ledger.add(entry('a'));
    await ledger.add(entry('b', { verdict: 'fail' }));
    await ledger.add(entry('c', { verdict: 'fail' }));
    await ledger.add(entry('d', { verdict: 'inconclusive' }));
    await ledger.add(entry('e', { cases: 'sha256:others' }));
    const { earlier, warnings } = await ledger.earlier(subject);
    expect(earlier).toEqual({ ...none, pass: 1, fail: 2, inconclusive: 1, elsewhere: 1 });
    expect(warnings).toEqual([]);
    expect(await ledger.runDigest('c')).toBe('sha256:c');
  });

  it('counts a run once, whatever people say of its answers later', async () => {
    const ledger = await ledgerWith('');
    await ledger.add(entry('a', { verdict: 'inconclusive' }));
    await ledger.add(entry('b', { of: 'a' }));
    expect((await ledger.earlier(subject)).earlier).toEqual({ ...none, inconclusive: 1 });
    expect(await ledger.runDigest('b')).toBe('sha256:b');
  });

  it.each<[string, Partial<RunFile>, string | undefined]>([
    ['ended as it is', {}, undefined],
    ['was moved by since', { release: { alias: 'stable', seq: 1, from: null, to: 1 } }, undefined],
    ['says something else', { actor: 'ben' }, 'its run.json was changed after it finished'],
    [
      'has the trials of another one',
      { id: '20260823-140000-9f3c1a', actor: 'ben' },
      `it is a copy of run ${finished.id}: its trials are those of that run`,
    ],
    [
      'is from elsewhere',
      { id: '20260823-140000-9f3c1a', digests: { ...finished.digests, trials: 'sha256:others' } },
      undefined,
    ],
  ])('tells of a run that %s', async (_title, changes, change) => {
    const ledger = await ledgerWith('');
    await ledger.add(entry('old'));
    await ledger.add(attemptEntry(finished, finished.finishedAt, undefined));
    expect(await ledger.changeOf({ ...finished, ...changes })).toBe(change);
  });

  it('knows which run tried a candidate first against these cases', async () => {
    const ledger = await ledgerWith('');
    await ledger.add(entry('a', { cases: 'sha256:others', candidate: 'elsewhere' }));
    await ledger.add(entry('b', { candidate: 'one' }));
    await ledger.add(entry('c', { candidate: 'two' }));
    await ledger.add(entry('d', { candidate: 'one' }));
    await ledger.add(entry('e', { candidate: 'three', of: 'd' }));
    const { tried } = await ledger.earlier(subject);
    expect([...tried]).toEqual([
      ['one', 'b'],
      ['two', 'c'],
    ]);
  });

  it('goes by the cases, not by the dataset that they stand in', async () => {
    const ledger = await ledgerWith(line(entry('a', { dataset: 'sha256:before-a-tune-case-was-added' })));
    expect((await ledger.earlier(subject)).earlier).toEqual({ ...none, pass: 1 });
  });

  it('goes by the dataset where an older version wrote the line', async () => {
    const lines = line(oldEntry('a', subject.dataset)) + line(oldEntry('b', 'sha256:other'));
    const ledger = await ledgerWith(lines);
    expect((await ledger.earlier(subject)).earlier).toEqual({ ...none, pass: 1, elsewhere: 1 });
  });

  it.each([
    ['half a line', '{"at":"2026-08-22T14:0'],
    ['no JSON', 'rubbish'],
    ['no attempt', '{"a":1}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a verdict that nobody knows', JSON.stringify({ ...entry('b'), verdict: 'fine' })],
    ['a number for a run', JSON.stringify({ ...entry('b'), run: 7 })],
  ])('counts %s as an attempt and says where it is', async (_, broken) => {
    const ledger = await ledgerWith(`${line(entry('a'))}\n${broken}\n${line(entry('c'))}`);
    const { earlier, warnings } = await ledger.earlier(subject);
    expect(earlier).toEqual({ ...none, pass: 2, unreadable: 1 });
    expect(warnings).toEqual([
      expect.objectContaining({ file, line: 3, message: expect.stringContaining('counts as an attempt') }),
    ]);
    expect(await ledger.runDigest('c')).toBe('sha256:c');
  });

  it('says how many more cannot be read', async () => {
    const ledger = await ledgerWith('a\nb\nc\n');
    const { earlier, warnings } = await ledger.earlier(subject);
    expect(earlier).toEqual({ ...none, unreadable: 3 });
    expect(warnings).toEqual([
      expect.objectContaining({ line: 1, message: expect.stringMatching(/, and so do 2 more below it$/) }),
    ]);
  });

  it('does not write into a line that was left half written', async () => {
    const ledger = await ledgerWith(`${line(entry('a'))}{"at":"20`);
    await ledger.add(entry('b'));
    expect((await ledger.earlier(subject)).earlier).toEqual({ ...none, pass: 2, unreadable: 1 });
    expect(await ledger.runDigest('b')).toBe('sha256:b');
  });

  it('is an error where it cannot be read, not an empty one', async () => {
    const ledger = ledgerOf(await makeProject({ [`${file}/something`]: '' }));
    const questions = [
      () => ledger.earlier(subject),
      () => ledger.runDigest('a'),
      () => ledger.add(entry('a')),
    ];
    for (const ask of questions) {
      await expect(ask()).rejects.toThrow(InputError);
      await expect(ask()).rejects.toThrow(/triage\.jsonl: the ledger of attempts cannot be read/);
    }
  });
});

describe('the digest of cases', () => {
  const one: Case = { id: '1', variables: { a: 1 }, expected: 'x', tags: [], critical: false, split: null };
  const two: Case = { ...one, id: '2', variables: { a: 2 } };
  const digest = digestOfCases([one, two], ['a']);

  it.each<[string, Case[]]>([
    ['in another order', [two, one]],
    ['with other names', [{ ...one, id: 'one' }, two]],
    ['with a column that nothing asks for', [{ ...one, variables: { a: 1, unused: 'x' } }, two]],
    [
      'with tags, notes, a split and critical',
      [{ ...one, tags: ['t'], notes: 'n', split: 'release', critical: true }, two],
    ],
  ])('is the same %s', (_, cases) => {
    expect(digestOfCases(cases, ['a'])).toBe(digest);
  });

  it('covers the bytes of pictures and not their names', () => {
    const seen = (name: string, bytes: string): Case => ({
      ...one,
      variables: { a: name },
      images: { a: bytes },
    });
    const red = digestOfCases([seen('red.png', 'sha256:1')], ['a']);
    expect(digestOfCases([seen('rouge.png', 'sha256:1')], ['a'])).toBe(red);
    expect(digestOfCases([seen('red.png', 'sha256:2')], ['a'])).not.toBe(red);
  });

  it.each<[string, Case[]]>([
    ['with one fewer', [one]],
    ['with one twice', [one, two, two]],
    ['where another value is asked', [{ ...one, variables: { a: 3 } }, two]],
    ['where something else is expected', [{ ...one, expected: 'y' }, two]],
  ])('is another %s', (_, cases) => {
    expect(digestOfCases(cases, ['a'])).not.toBe(digest);
  });
});
