import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject, type TemporaryProject } from '../support/temporary-project.ts';
import { movesOf, statusOf } from './catalog.ts';

const prompt = 'support-triage';
const file = 'prompts/support-triage.prompt.yml';

/** Takes every line that mentions JSON out of the messages; the schema above them stays. */
async function deleteJsonFromMessages(project: TemporaryProject): Promise<void> {
  const lines = (await project.read(file)).split('\n');
  const start = lines.findIndex((line) => line.startsWith('messages:'));
  const end = lines.findIndex((line) => line.startsWith('x-prompteval:'));
  const kept = lines.filter((line, index) => index < start || index >= end || !/json/i.test(line));
  expect(kept.length).toBeLessThan(lines.length);
  await project.write(file, kept.join('\n'));
}

it.each([
  ['version 1 is stable', 1],
  ['version 2 is stable', 2],
])('a draft that no longer asks for JSON is blocked by the schema gate while %s', async (_title, stable) => {
  const project = await exampleProject();
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  if (stable === 2) expect(await cli('release', prompt, '--quiet')).toMatchObject({ exitCode: 0 });
  await deleteJsonFromMessages(project);

  const blocked = await cli('release', prompt, '--json');
  expect(blocked.exitCode).toBe(1);
  const run = blocked.json<RunFile>();
  expect(run).toMatchObject({ verdict: { status: 'fail' }, plan: { action: 'hold' }, release: null });
  expect(run.verdict.headline).toMatch(/schema/);
  expect(run.verdict.outcomes.find((outcome) => outcome.gate === 'schema')).toMatchObject({
    status: 'fail',
    enforced: true,
    reason: 'rule-broken',
  });
  expect(await statusOf(project, prompt)).toMatchObject({
    latest: stable,
    aliases: { stable: { version: stable, seq: stable } },
    draft: { changed: true },
  });
  expect(await movesOf(project, prompt)).toHaveLength(stable);

  const shown = await cli('report');
  expect(shown.stdout).toMatch(/schema/);
  expect(await project.read(`reports/${prompt}/${run.id}/summary.md`)).toContain(run.verdict.headline);
});
