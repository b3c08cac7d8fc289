import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { exampleProject } from '../support/temporary-project.ts';

it.each(['support-triage', 'support-reply'])(
  'the page that a run of %s leaves is the one that report makes of its folder',
  async (prompt) => {
    const project = await exampleProject();
    const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
    const run = (await cli('run', prompt, '--json')).json<RunFile>();
    const page = `reports/${prompt}/${run.id}/index.html`;
    const left = await project.read(page);
    expect(left).toContain('</html>');
    await project.write(page, '');
    expect(await cli('report', run.id)).toMatchObject({ exitCode: 0 });
    expect(await project.read(page)).toBe(left);
  },
);
