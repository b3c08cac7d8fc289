import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { greetingConfig, greetingProject } from './greeting-project.ts';

const rows = Array.from({ length: 20 }, (_, index) => `c${index},hello ${index},yes,short`);

/** The greeting project with 20 cases and these gates. */
function projectWith(gates: string, more = '') {
  return greetingProject({
    'prompteval.config.ts': greetingConfig('', `gates: [${gates}],${more}`),
    'datasets/greet.csv': ['id,message,expected,tags', ...rows].join('\n'),
  });
}

const floor = "{ metric: 'quality', min: 0.95 }";
const floorSays =
  'prompteval.config.ts:8 prompts[\'greet\'] gate "quality" min: at 95 % a floor of 0.95 needs 59 cases even if every case passes; the dataset has 20. Use a floor of 0.86 or less, or add 39 cases';
const margin =
  "{ metric: 'quality', noWorseThan: 'baseline', margin: 0.05 }, { metric: 'outputTokens', max: 1000 }";
const marginSays =
  'prompteval.config.ts:8 prompts[\'greet\'] gate "quality" margin: at 95 % a margin of 0.05 needs 59 cases if nothing flips; the dataset has 20. Use a margin of 0.14 or more, or add 39 cases.';

it.each([['validate'], ['run', 'greet'], ['run', 'greet', '--dry-run'], ['release', 'greet']])(
  '%s %s %s refuses a floor that so few cases can never prove',
  async (...args) => {
    const project = await projectWith(floor);
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: project.folder });
    expect(stderr).toBe(`prompteval: ${floorSays}\n`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(existsSync(project.path('reports'))).toBe(false);
  },
);

it.each([
  ['run', 'greet', '--first', '1', '--json'],
  ['run', 'greet', '--model', 'own', '--json'],
])('a narrowed run only warns of it: %s %s %s %s', async (...args) => {
  const project = await projectWith(floor);
  const result = await runCli(args, { cwd: project.folder });
  expect(result.json()).toMatchObject({ status: 'smoke' });
  expect(result.json<{ warnings: string[] }>().warnings).toContain(`${floorSays}.`);
});

it('asks with the repeats of the run, which need another method', async () => {
  const project = await projectWith("{ metric: 'quality', min: 0.865 }");
  expect(await runCli(['run', 'greet', '--dry-run'], { cwd: project.folder })).toMatchObject({
    exitCode: 2,
  });
  expect(
    await runCli(['run', 'greet', '--dry-run', '--repeats', '2'], { cwd: project.folder }),
  ).toMatchObject({ exitCode: 0 });
});

it('warns of a gate that no candidate can fail', async () => {
  const project = await projectWith("{ metric: 'quality', min: 0 }, { metric: 'outputTokens', max: 1000 }");
  expect(await runCli(['validate'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
    stderr:
      '⚠ prompteval.config.ts:8 prompts[\'greet\'] gate "quality" min: this gate can never fail: no score is below 0. Raise it, or remove the gate.\n',
  });
});

it('warns of a margin that an unchanged prompt cannot pass, on validate and in run.json', async () => {
  const project = await projectWith(margin);
  const shown = await runCli(['validate'], { cwd: project.folder });
  expect(shown).toMatchObject({ exitCode: 0, stderr: `⚠ ${marginSays}\n` });

  const checked = await runCli(['validate', '--json'], { cwd: project.folder });
  expect(checked.json()).toMatchObject({
    valid: true,
    prompts: [{ warnings: [{ field: 'prompts[\'greet\'] gate "quality" margin' }] }],
  });

  await runCli(['run', 'greet'], { cwd: project.folder });
  const [file] = (await project.list('reports')).filter((path) => path.endsWith('run.json'));
  expect(JSON.parse(await project.read(file ?? '')).warnings).toContain(marginSays);
});

it('warns where no gate decides', async () => {
  const project = await projectWith("{ metric: 'quality', min: 0.5, enforce: false }");
  expect(await runCli(['validate'], { cwd: project.folder })).toMatchObject({
    exitCode: 0,
    stderr:
      "⚠ prompteval.config.ts prompts['greet'].gates: no gate is enforced: a first release compares nothing, and every run after it is inconclusive. Add one, such as { metric: 'quality', noWorseThan: 'baseline', margin: 0.05 }.\n",
  });
});
