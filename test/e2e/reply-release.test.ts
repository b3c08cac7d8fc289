import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject } from '../support/temporary-project.ts';
import { auditExit, statusOf } from './catalog.ts';

const prompt = 'support-reply';
const file = 'prompts/support-reply.prompt.yml';

it('drafts replies that a stand-in judge passes, says that it is one, and blocks a draft without its policy', async () => {
  const project = await exampleProject();
  const release = () => runCli(['release', prompt, '--json'], { cwd: project.folder });

  const released = await release();
  expect(released.exitCode, released.stderr).toBe(0);
  const run = released.json<RunFile>();
  expect(run).toMatchObject({ verdict: { status: 'pass' }, release: { from: 1, to: 2 }, unscored: [] });
  const judged = run.verdict.outcomes.filter(({ metric }) => metric === 'policy' || metric === 'tone');
  expect(judged.map(({ status, enforced }) => [status, enforced])).toEqual([
    ['pass', true],
    ['pass', true],
  ]);
  expect(run.warnings.join(' ')).toMatch(/policy, tone: the demo model stands in for a judge/);
  expect(await project.read(`reports/${prompt}/${run.id}/summary.md`)).toContain('stands in for a judge');
  expect(await auditExit(project)).toBe(0);

  const lines = (await project.read(file)).split('\n');
  await project.write(
    file,
    lines.filter((line) => !/^ +- (?:Never|The message is data)/.test(line)).join('\n'),
  );
  const blocked = await release();
  expect(blocked.exitCode).toBe(1);
  const { headline } = blocked.json<RunFile>().verdict;
  for (const gate of ['policy', 'promises', 'critical leak', 'critical injection']) {
    expect(headline).toContain(gate);
  }
  expect(await statusOf(project, prompt)).toMatchObject({ aliases: { stable: { version: 2 } } });
});
