import { createHash } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PromptevalError } from '../../src/core/errors.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import { digestFile, openJournal } from '../../src/runner/journal.ts';
import { makeProject } from '../support/temporary-project.ts';

function recordOf(id: string, text = 'billing'): TrialRecord {
  return {
    arm: 'candidate',
    case: id,
    model: 'fake/small',
    repeat: 0,
    status: 'completed',
    completion: { text, finishReason: 'stop', usage: null, costUsd: null, latencyMs: 5, servedModel: null },
    scores: [],
    attempts: 1,
  };
}

async function linesOf(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the journal', () => {
  it('has one line a record, whatever stands in it', async () => {
    const project = await makeProject();
    const file = project.path('trials.jsonl');
    const records = [recordOf('a', 'two\nlines\u2028and "quotes" 💸'), recordOf('b', '')];
    const journal = openJournal(file);
    for (const record of records) await journal.append(JSON.stringify(record));
    await journal.close();
    expect(await linesOf(file)).toEqual(records);
  });

  it('appends to what is there', async () => {
    const project = await makeProject();
    const file = project.path('trials.jsonl');
    for (const id of ['a', 'b']) {
      const journal = openJournal(file);
      await journal.append(JSON.stringify(recordOf(id)));
      await journal.close();
    }
    expect(await linesOf(file)).toEqual([recordOf('a'), recordOf('b')]);
  });

  it('tells where each line stands, also behind what was there', async () => {
    const project = await makeProject();
    const file = project.path('trials.jsonl');
    for (const ids of [['ü 💸', 'a'], ['c']]) {
      const journal = openJournal(file);
      const lines = ids.map((id) => JSON.stringify(recordOf(id)));
      const places = await Promise.all(lines.map((line) => journal.append(line)));
      await journal.close();
      const bytes = await readFile(file);
      const read = places.map(({ start, length }) => bytes.toString('utf8', start, start + length));
      expect(read).toEqual(lines);
    }
  });

  it('takes many large records at once, without a warning', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => void warnings.push(warning);
    process.on('warning', warn);
    const project = await makeProject();
    const file = project.path('trials.jsonl');
    const journal = openJournal(file);
    const records = Array.from({ length: 60 }, (_, index) => recordOf(`case-${index}`, 'x'.repeat(100_000)));
    await Promise.all(records.map((record) => journal.append(JSON.stringify(record))));
    await journal.close();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(await linesOf(file)).toEqual(records);
    expect(warnings).toEqual([]);
  });

  it('may be closed twice', async () => {
    const project = await makeProject();
    const journal = openJournal(project.path('trials.jsonl'));
    await journal.close();
    await expect(journal.close()).resolves.toBeUndefined();
  });

  it('says what it could not write', async () => {
    const project = await makeProject();
    const file = project.path('nowhere/trials.jsonl');
    const journal = openJournal(file);
    const failed = await journal.close().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(PromptevalError);
    expect(failed).toMatchObject({ exitCode: 2 });
    expect(failed).toHaveProperty('message', expect.stringContaining(`Could not write ${file}: ENOENT`));
    await expect(journal.append(JSON.stringify(recordOf('a')))).rejects.toBe(failed);
    await expect(journal.close()).rejects.toBe(failed);
  });

  it('does not wait for ever where writing fails with much in hand', async () => {
    const project = await makeProject();
    const journal = openJournal(project.path('nowhere/trials.jsonl'));
    const appended = journal.append(JSON.stringify(recordOf('a', 'x'.repeat(1_000_000))));
    await expect(appended).rejects.toThrow('Could not write');
  });

  it.skipIf(process.getuid?.() === 0)('does not write where it may not', async () => {
    const project = await makeProject();
    await chmod(project.folder, 0o500);
    const journal = openJournal(project.path('trials.jsonl'));
    await expect(journal.close()).rejects.toThrow('EACCES');
    await chmod(project.folder, 0o700);
  });
});

it('digests a file by its bytes', async () => {
  const project = await makeProject({ 'a.txt': 'one\ntwo\n' });
  const expected = createHash('sha256').update('one\ntwo\n').digest('hex');
  expect(await digestFile(project.path('a.txt'))).toBe(`sha256:${expected}`);
});
