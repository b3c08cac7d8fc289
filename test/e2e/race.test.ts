import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { startOpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import { auditExit, movesOf, statusOf, versionsOf } from './catalog.ts';
import { isRight, makeSumsProject, readSumsRequest, startSumsServer, writeDraft } from './sums-project.ts';

const processes = 8;
const cases = 40;
/** What a process asks before it has an answer: the pace begins with that. */
const atOnce = 20;
const timeout = 60_000;

/** Answers nobody until so many requests are there, so that every process decides from the same head. */
function barrier(count: number): () => Promise<void> {
  let waiting = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    if (++waiting === count) open();
    return opened;
  };
}

it('of eight that release the same draft from the same head, one moves the alias', { timeout }, async () => {
  // Before the barrier stands the first release, which has one arm.
  let wait = async (): Promise<void> => undefined;
  const server = await startOpenAIServer({
    async answer(request) {
      await wait();
      const sum = readSumsRequest(request);
      return `A: ${isRight(sum) ? sum.number + 1 : 0}`;
    },
  });
  const project = await makeSumsProject(server.baseURL, { cases, provider: { concurrency: atOnce } });
  expect(await runCli(['release', 'sums', '--quiet'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
  });
  await writeDraft(project, { variant: 'good' });
  wait = barrier(processes * atOnce);

  const results = await Promise.all(
    Array.from({ length: processes }, () => runCli(['release', 'sums', '--json'], { cwd: project.folder })),
  );

  const winners = results.filter((result) => result.exitCode === 0);
  expect(results.map((result) => result.exitCode).sort()).toEqual([0, ...Array(processes - 1).fill(4)]);
  for (const { stderr } of results.filter((result) => result.exitCode === 4)) {
    expect(stderr).toMatch(/stable of sums moved meanwhile/);
  }
  const moves = await movesOf(project, 'sums');
  expect(moves.map(({ seq, to }) => [seq, to.version])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  expect(moves[1]?.evidence?.run).toBe(winners[0]?.json<RunFile>().id);
  expect(await versionsOf(project, 'sums')).toHaveLength(2);
  expect(await auditExit(project)).toBe(0);
});

it('of eight that make the first release at once, one does, and the others are told', {
  timeout,
}, async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, { cases });
  const results = await Promise.all(
    Array.from({ length: processes }, () => runCli(['release', 'sums', '--json'], { cwd: project.folder })),
  );
  const moved = results.filter(({ exitCode, json }) => exitCode === 0 && json<RunFile>().release);
  expect(moved).toHaveLength(1);
  for (const result of results.filter((item) => !moved.includes(item))) {
    if (result.exitCode === 0) expect(result.json()).toEqual({ prompt: 'sums', released: null, stable: 1 });
    else expect(result.exitCode).toBe(4);
  }
  expect(await movesOf(project, 'sums')).toHaveLength(1);
  expect(await versionsOf(project, 'sums')).toHaveLength(1);
  expect(await statusOf(project, 'sums')).toMatchObject({
    latest: 1,
    aliases: { stable: { version: 1, seq: 1 } },
  });
  expect(await auditExit(project)).toBe(0);
});
