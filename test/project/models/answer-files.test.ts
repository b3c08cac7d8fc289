import { utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { answerFolder, readAnswer, writeAnswer } from '../../../src/project/models/answer-files.ts';
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

  it('say where they cannot be written', async () => {
    const project = await makeProject({ '.prompteval/cache': 'a file' });
    expect(() => writeAnswer(answerFolder(project.folder), key('a'), answer)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringContaining('Could not keep an answer in the cache'),
      }),
    );
  });

  it('are pruned by when they were asked for', async () => {
    const project = await makeProject({ '.prompteval/cache/notes/mine.txt': 'stays' });
    const folder = answerFolder(project.folder);
    for (const digit of ['a', 'b', 'c']) writeAnswer(folder, key(digit), answer);
    const old = new Date('2026-01-01');
    await utimes(project.path(`.prompteval/cache/aa/${'a'.repeat(62)}.json`), old, old);
    const pruned = await pruneAnswers(project.folder, new Date('2026-02-01'));
    expect(pruned).toMatchObject({ removed: 1, kept: 2 });
    expect(readAnswer(folder, key('a'))).toBeNull();
    expect(await project.read('.prompteval/cache/notes/mine.txt')).toBe('stays');
    expect(await pruneAnswers(project.path('nowhere'), new Date())).toEqual({
      removed: 0,
      kept: 0,
      bytes: 0,
    });
  });
});
