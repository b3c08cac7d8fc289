import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { greetingProject } from './greeting-project.ts';

it('one run that can not be read takes nothing from the others', async () => {
  const project = await greetingProject();
  const cli = (...args: string[]) => runCli([...args, '--json'], { cwd: project.folder });
  const { id } = (await cli('run', 'greet')).json<{ id: string }>();
  const broken = {
    '29990101-000000-aaaaaa': '{"formatVersion":1,',
    '29990102-000000-aaaaaa': '{"formatVersion":2}',
  };
  for (const [name, text] of Object.entries({ ...broken, '29990103-000000-aaaaaa': '{"formatVersion":1}' })) {
    await project.write(`reports/greet/${name}/run.json`, text);
    await project.write(`reports/greet/${name}/start.json`, '{');
  }

  const list = await cli('list');
  expect(list).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('29990101-000000-aaaaaa') });
  const says = [/it has no id/, /has the format 2/, /this is not a run/].map((what) =>
    expect.stringMatching(what),
  );
  expect(list.json()).toMatchObject([{ lastRun: { id }, unreadable: says }]);

  const runs = await cli('runs');
  expect(runs.exitCode).toBe(0);
  expect(runs.json()).toMatchObject([
    ...says.map((problem) => ({ status: 'unreadable', problem })),
    { id, problem: null },
  ]);

  for (const command of ['report', 'recompute']) {
    const newest = await cli(command);
    expect(newest).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('29990102-000000-aaaaaa') });
    expect(newest.stdout).toContain(id);
    expect(await cli(command, '29990102')).toMatchObject({ exitCode: 2 });
  }
  expect((await cli('run', 'greet', '--resume')).stderr).toContain('there is no unfinished run of greet');
});
