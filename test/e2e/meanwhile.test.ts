import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { startOpenAIServer } from '../support/openai-server.ts';
import { runCli } from '../support/run-cli.ts';
import type { TemporaryProject } from '../support/temporary-project.ts';
import { auditExit, movesOf, statusOf, versionsOf } from './catalog.ts';
import { isRight, makeSumsProject, readSumsRequest, writeDraft } from './sums-project.ts';

/** Version 2 is stable after version 1, and `happens` once, before the first answer of the release that follows. */
async function releaseWhile(happens: (project: TemporaryProject) => Promise<unknown>) {
  let pending: Promise<unknown> | undefined;
  let started = false;
  const server = await startOpenAIServer({
    async answer(request) {
      if (started) pending ??= happens(project);
      await pending;
      const sum = readSumsRequest(request);
      return `A: ${isRight(sum) ? sum.number + 1 : 0}`;
    },
  });
  const project = await makeSumsProject(server.baseURL);
  for (const variant of ['poor', 'fair']) {
    await writeDraft(project, { variant });
    expect(await runCli(['release', 'sums', '--quiet'], { cwd: project.folder })).toMatchObject({
      exitCode: 0,
    });
  }
  await writeDraft(project, { variant: 'good' });
  started = true;
  const result = await runCli(['release', 'sums', '--json'], { cwd: project.folder });
  return { project, result };
}

it('publishes the prompt that was evaluated, not what its file says by then', async () => {
  const { project, result } = await releaseWhile((p) => writeDraft(p, { variant: 'poor' }));
  expect(result.exitCode).toBe(0);
  const { arms } = result.json<RunFile>();
  const published = (await versionsOf(project, 'sums'))[2];
  expect(published).toMatchObject({ version: 3, digest: arms.candidate.digest });
  expect(JSON.stringify(published?.file)).toContain('[variant: good]');
  expect(await statusOf(project, 'sums')).toMatchObject({
    aliases: { stable: { version: 3 } },
    draft: { changed: true },
  });
  expect(await auditExit(project)).toBe(0);
});

it('gives way to a rollback that came first', async () => {
  const { project, result } = await releaseWhile((p) =>
    runCli(['rollback', 'sums', '--reason', 'an incident'], { cwd: p.folder }),
  );
  expect(result.exitCode).toBe(4);
  expect(result.stderr).toMatch(/stable of sums moved meanwhile: .* to version 1 .*rollback/);
  expect((await movesOf(project, 'sums')).map(({ kind, to }) => [kind, to.version])).toEqual([
    ['promote', 1],
    ['promote', 2],
    ['rollback', 1],
  ]);
  expect(await auditExit(project)).toBe(0);
});
