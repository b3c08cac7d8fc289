import { mkdir, rm, symlink } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/core/package-root.ts';
import { runCli } from '../support/run-cli.ts';
import { serveCli } from '../support/serve-cli.ts';
import { exampleProject } from '../support/temporary-project.ts';
import { greetingConfig, greetingProject } from './greeting-project.ts';

describe('a config with a mistake', () => {
  it('does not keep an engineer from rolling back', async () => {
    const project = await exampleProject();
    const released = await runCli(['release', 'support-triage'], { cwd: project.folder });
    expect(released.exitCode, released.stderr).toBe(0);
    const config = await project.read('prompteval.config.ts');
    await project.write('prompteval.config.ts', config.replace('margin: 0.05', 'margn: 0.05'));
    const blocked = await runCli(['release', 'support-triage'], { cwd: project.folder });
    expect(blocked.exitCode).toBe(2);
    expect(blocked.stderr).toContain('Did you mean "margin"?');

    const rolledBack = await runCli(['rollback', 'support-triage', '--reason', 'it is night'], {
      cwd: project.folder,
    });
    expect(rolledBack.exitCode, rolledBack.stderr).toBe(0);
    expect(rolledBack.stdout).toContain('stable of support-triage is v1 again');
    expect(rolledBack.stderr).toContain('The config has problems');
  });

  it('nor from what needs only the registry, where the draft is gone too', async () => {
    const project = await exampleProject();
    const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
    expect((await cli('release', 'support-triage')).exitCode).toBe(0);
    await rm(project.path('prompts/support-triage.prompt.yml'));
    for (const args of [
      ['freeze', 'support-triage', '--reason', 'it is night'],
      ['log', 'support-triage'],
      ['blame', 'support-triage', '--at', '0m ago'],
      ['status', 'support-triage'],
      ['versions', 'support-triage'],
      ['bundle', 'out'],
    ]) {
      const { exitCode, stderr } = await cli(...args);
      expect([exitCode, stderr], args[0]).toEqual([0, expect.stringContaining('needs only the registry')]);
    }
    const { url, stop } = await serveCli([], { cwd: project.folder });
    expect((await fetch(`${url}/v1/prompts/support-triage/aliases/stable`)).status).toBe(200);
    expect((await stop()).exitCode).toBe(0);

    const config = await project.read('prompteval.config.ts');
    await project.write('prompteval.config.ts', config.replace('prompts: {', 'registry: 5,\n  prompts: {'));
    const lost = await cli('status', 'support-triage');
    expect([lost.exitCode, lost.stderr]).toEqual([2, expect.stringContaining('registry')]);
  });

  it('is told before a call that an evaluator has nothing to compare with', async () => {
    const project = await exampleProject();
    const rows = (await project.read('datasets/support-triage.csv')).replace('expected:json', 'wanted:json');
    await project.write('datasets/support-triage.csv', rows);
    for (const command of ['validate', 'run']) {
      const result = await runCli([command, ...(command === 'run' ? ['support-triage'] : [])], {
        cwd: project.folder,
      });
      expect(result.exitCode, command).toBe(2);
      expect(result.stderr).toContain('exactMatch compares with "expected", which 283 of 283 cases');
      expect(result.stderr).toMatch(/First: \S+ \(datasets\/support-triage\.csv:2\)/);
      expect(result.stderr).toContain('Add a field "expected" to the dataset');
    }
    expect(await project.list('reports')).toEqual([]);
  });

  it('names the first case that lacks what others have, and its line', async () => {
    const rows = 'id,message,expected\n1,hello,yes\n2,bye,\n';
    const project = await greetingProject({ 'datasets/greet.csv': rows });
    const { stderr } = await runCli(['validate'], { cwd: project.folder });
    expect(stderr).toContain('First: 2 (datasets/greet.csv:3)');
    expect(stderr).toContain('Fill "expected" in where it is empty');
  });
});

it('shows every problem at once, each with its line, and counts those that it does not list', async () => {
  const gates =
    "gates: [\n    { metric: 'nope', min: 0.5 },\n    { metric: 'latency', stat: 'p95', max: '1s', slice: 'shrt' },\n  ],\n  models: ['own', 'opnai/x'],";
  const project = await greetingProject({
    'prompteval.config.ts': greetingConfig('', gates)
      .replace('greet.csv', 'greet.jsonl')
      .replace(
        "exactMatch({ metric: 'quality' })",
        "exactMatch({ pth: 'a' } as never), exactMatch({ metric: 'quality', normalize: 'x' } as never)",
      ),
    'prompts/greet.prompt.yml':
      'name: greet\ndescription: x\nmodel: bedrok/x\nmessages:\n  - role: user\n    content: "{{message}}"\n',
    'datasets/greet.jsonl':
      `${'{"tags": "short"}\n'.replace('{', '{"id": "ID", ').repeat(8)}{"id": "last", "message": "hello"}\n`.replace(
        /ID/g,
        (_, at) => `case-${at}`,
      ),
  });
  const { exitCode, stderr, ...result } = await runCli(['validate', '--json'], { cwd: project.folder });
  expect(exitCode).toBe(2);
  const { problems } = result.json<{ error: { problems: { file: string; line: number }[] } }>().error;
  expect(problems).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ line: 7, field: 'exactMatch.pth', hint: 'Did you mean "path"?' }),
      expect.objectContaining({ line: 7, field: 'exactMatch.normalize' }),
      expect.objectContaining({ line: 10, message: expect.stringContaining('"shrt"') }),
      expect.objectContaining({ line: 12, message: expect.stringContaining('"opnai"') }),
      expect.objectContaining({ file: 'prompts/greet.prompt.yml', line: 3 }),
      expect.objectContaining({ file: 'datasets/greet.jsonl', line: 6, more: 3 }),
    ]),
  );
  expect(problems.filter(({ file, line }) => !file || !line)).toEqual([]);
  // What the evaluators that could not be made would have measured is not known.
  expect(stderr).not.toContain('nope');
  expect(stderr).toContain(`prompteval: ${problems.length + 2} problems\n`);
  expect(stderr).toMatch(/expected demo, openai, azure, anthropic, bedrock, or a name/);
});

describe('a config that Node loads by itself, in a package of CommonJS', () => {
  const evaluator = `import { defineEvaluator } from 'prompteval';
const metric = { id: 'polite', better: 'higher', kind: 'binary', range: [0, 1] };
export default defineEvaluator({ name: 'politeness', version: '1', metrics: [metric], evaluate: () => [] });
`;
  const files = {
    'prompteval.config.ts': null,
    'prompteval.config.mjs': `import politeness from './politeness.js';\n${greetingConfig().replace('})],', '}), politeness],')}`,
    'package.json': '{"type": "commonjs"}',
    'politeness.js': evaluator,
  };

  it('takes evaluators in a .js', async () => {
    const project = await greetingProject(files);
    // Where Node finds the package, it gets as far as the evaluator.
    await mkdir(project.path('node_modules'));
    await symlink(packageRoot, project.path('node_modules/prompteval'), 'junction');
    expect(await runCli(['validate'], { cwd: project.folder })).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('or says which file could not be loaded, and what to do', async () => {
    const project = await greetingProject({
      ...files,
      'prompteval.config.mjs': files['prompteval.config.mjs'].replace('.js', '.mjs'),
      'politeness.mjs': "export { default } from './politeness.js';\n",
    });
    const { exitCode, stderr } = await runCli(['validate'], { cwd: project.folder });
    // Whether it can be loaded all the same depends on the Node.
    if (exitCode !== 0) {
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/politeness\.js:1: Cannot use import .* Name it \.mjs, or put "type": "module"/);
    }
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
