import { execFileSync } from 'node:child_process';
import { utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  answerFolder,
  readAnswer,
  requireWritable,
  UnkeptAnswer,
  writeAnswer,
} from '../../../src/project/models/answer-files.ts';
import { pruneAnswers } from '../../../src/project/models/prune-answers.ts';
import type { KeptAnswer } from '../../../src/runner/answer-cache.ts';
import { makeProject } from '../../support/temporary-project.ts';

const answer: KeptAnswer = {
  reply: { text: 'billing', finishReason: 'stop', usage: null, latencyMs: null, servedModel: null },
  dropped: [],
  askedAt: '2026-11-21T10:00:00.000Z',
};
const key = (digit: string) => digit.repeat(64);

describe('kept answers', () => {
  it('are read as they were written, and are no part of a repository', async () => {
    const project = await makeProject();
    const folder = answerFolder(project.folder);
    expect(readAnswer(folder, key('a'))).toBeNull();
    writeAnswer(folder, key('a'), answer);
    expect(readAnswer(folder, key('a'))).toMatchObject(answer);
    expect(readAnswer(folder, key('b'))).toBeNull();
    expect(await project.read('.prompteval/cache/.gitignore')).toBe('*\n');
  });

  it.each([
    ['torn', '{"formatVersion":1,"askedAt":"2026'],
    ['empty', ''],
    ['of another format', '{"formatVersion":2}'],
    ['without its answer', JSON.stringify({ formatVersion: 1, askedAt: '', dropped: [], reply: {} })],
    [
      'with a count that is none',
      JSON.stringify({ formatVersion: 1, ...answer, reply: { ...answer.reply, usage: { inputTokens: -1 } } }),
    ],
  ])('are as good as absent where a file is %s', async (_, text) => {
    const project = await makeProject({ [`.prompteval/cache/aa/${'a'.repeat(62)}.json`]: text });
    expect(readAnswer(answerFolder(project.folder), key('a'))).toBeNull();
    writeAnswer(answerFolder(project.folder), key('a'), answer);
    expect(readAnswer(answerFolder(project.folder), key('a'))).toMatchObject(answer);
  });

  it('stand beside nothing that a write leaves behind, the last one under its name', async () => {
    const project = await makeProject();
    const folder = answerFolder(project.folder);
    for (const text of ['first', 'second']) {
      writeAnswer(folder, key('a'), { ...answer, reply: { ...answer.reply, text } });
      expect(readAnswer(folder, key('a'))?.reply.text).toBe(text);
    }
    expect(await project.list('.prompteval/cache')).toHaveLength(2);
  });

  const entry = `.prompteval/cache/aa/${'a'.repeat(62)}.json`;

  it.each([
    ['the cache', '.prompteval/cache', 'a file is in the place of a folder (E', true],
    ['a folder of it', '.prompteval/cache/aa', 'a file is in the place of a folder (ENOTDIR)', false],
    ['an entry', `${entry}/mine.txt`, 'a folder is in the place of a file (EISDIR)', false],
  ])('say what is in the place of %s', async (_, file, why, isWhole) => {
    const project = await makeProject({ [file]: 'mine' });
    const folder = answerFolder(project.folder);
    expect(readAnswer(folder, key('a'))).toBeNull();
    expect(() => writeAnswer(folder, key('a'), answer)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(why), isDiskFull: false }),
    );
    if (isWhole)
      expect(() => requireWritable(folder)).toThrow(
        `the cache, .prompteval/cache: a file is in the place of a folder (EEXIST). Mend that`,
      );
    else expect(() => requireWritable(folder)).not.toThrow();
    expect(await project.read(file)).toBe('mine');
  });

  it('ask for room only where there is none', () => {
    const error = (code: string) => Object.assign(new Error('no'), { code });
    expect(new UnkeptAnswer('x', error('ENOSPC')).message).toContain('(ENOSPC). Make room, or');
    expect(new UnkeptAnswer('x', error('EROFS')).message).toBe(
      'x: the file system is read-only (EROFS). Mend that, or run with --cache off',
    );
  });

  it.skipIf(process.platform === 'win32')('are never waited for where an entry is a pipe', async () => {
    const project = await makeProject({ '.prompteval/cache/aa/notes.txt': '' });
    execFileSync('mkfifo', [project.path(entry)]);
    const folder = answerFolder(project.folder);
    expect(readAnswer(folder, key('a'))).toBeNull();
    writeAnswer(folder, key('a'), answer);
    expect(readAnswer(folder, key('a'))).toMatchObject(answer);
  });

  it('are pruned by when they were asked for', async () => {
    const project = await makeProject({ '.prompteval/cache/notes/mine.txt': 'stays' });
    const folder = answerFolder(project.folder);
    for (const digit of ['a', 'b', 'c']) writeAnswer(folder, key(digit), answer);
    const old = new Date('2026-01-01');
    await utimes(project.path(`.prompteval/cache/aa/${'a'.repeat(62)}.json`), old, old);
    const pruned = await pruneAnswers(project.folder, new Date('2026-02-01'));
    expect(pruned).toMatchObject({ removed: 1, kept: 2 });
    expect(pruned).not.toHaveProperty('stuck');
    expect(readAnswer(folder, key('a'))).toBeNull();
    expect(await project.read('.prompteval/cache/notes/mine.txt')).toBe('stays');
    expect(await pruneAnswers(project.path('nowhere'), new Date())).toEqual({
      removed: 0,
      kept: 0,
      bytes: 0,
    });
  });

  it('are pruned past what cannot be removed, which is named', async () => {
    const project = await makeProject({ '.prompteval/cache/00/folder.json/mine.txt': 'stays' });
    const folder = answerFolder(project.folder);
    writeAnswer(folder, key('a'), answer);
    const old = new Date('2026-01-01');
    for (const name of ['00/folder.json', `aa/${'a'.repeat(62)}.json`])
      await utimes(project.path(`.prompteval/cache/${name}`), old, old);
    expect(await pruneAnswers(project.folder, new Date('2026-02-01'))).toMatchObject({
      removed: 1,
      stuck: [{ path: project.path('.prompteval/cache/00/folder.json'), why: 'is a folder, and no answer' }],
    });
    expect(await project.read('.prompteval/cache/00/folder.json/mine.txt')).toBe('stays');
  });
});
