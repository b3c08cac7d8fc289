import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { auditExit, movesOf, versionsOf } from './catalog.ts';
import { makeSumsProject, startSumsServer, sumsPrompt, writeDraft } from './sums-project.ts';

const withStyle = (style: string) =>
  sumsPrompt({ variant: 'good' }).replace('{{question}}"', '{{question}} {{style}}"') +
  `x-prompteval:\n  variables:\n    question: {}\n    style: {type: json, required: false, default: ${style}}\n`;

/** The digest is over sorted keys, and a model reads them as they stand. */
it('neither publishes nor releases, in the place of what was evaluated, a version with its keys in another order', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL);
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  const write = (style: string) => project.write('prompts/sums.prompt.yml', withStyle(style));
  await write('{unit: cm, digits: 2}');
  expect(await cli('publish', 'sums', '--note', 'with a style')).toMatchObject({ exitCode: 0 });
  await writeDraft(project, { variant: 'fair' });
  expect(await cli('release', 'sums', '--quiet')).toMatchObject({ exitCode: 0 });

  await write('{digits: 2, unit: cm}');
  const published = await cli('publish', 'sums', '--note', 'turned around');
  expect(published.exitCode).toBe(2);
  expect(published.stderr).toContain('version 1 of sums is the same but for the order of keys');
  const released = await cli('release', 'sums', '--quiet');
  expect(released.exitCode).toBe(2);
  expect(released.stderr).toContain('Change a word with it to make another version');
  expect(await movesOf(project, 'sums')).toHaveLength(1);
  expect(await versionsOf(project, 'sums')).toHaveLength(2);

  const before = server.requests.length;
  const asIs = await cli('release', 'sums', '--candidate', 'sums@1', '--json');
  expect(asIs.exitCode, asIs.stderr).toBe(0);
  expect(asIs.json<RunFile>().release).toMatchObject({ from: 2, to: 1 });
  const texts = server.requests
    .slice(before)
    .flatMap(({ messages }) => messages.map(({ content }) => content));
  expect(texts).toContain('1 + 1 {"unit":"cm","digits":2}');
  expect(await auditExit(project)).toBe(0);
  await server.close();
  await project.remove();
});
