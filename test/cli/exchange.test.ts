import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

const promptfoo = `prompts: ['Answer in one word: {{question}}']
providers: [demo:x]
tests: tests.yaml
`;
const tests = Array.from(
  { length: 60 },
  (_, index) => `- vars: {question: 'number ${index} \u001b[31m'}\n  assert: [{type: regex, value: '\\S'}]\n`,
).join('');

describe('import', () => {
  it('makes a project of an empty folder that validates and runs, and overwrites nothing', async () => {
    const project = await makeProject({ 'promptfooconfig.yaml': promptfoo, 'tests.yaml': tests });
    const here = { cwd: project.folder };
    const imported = await runCli(['import', 'promptfooconfig.yaml', '--name', 'One Word', '--json'], here);
    expect(imported).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('prompteval run one-word'),
    });
    expect(imported.json()).toMatchObject({
      prompt: 'one-word',
      files: expect.arrayContaining([
        'prompteval.config.ts',
        'prompts/one-word.prompt.yml',
        'datasets/one-word.jsonl',
      ]),
      lost: [expect.stringContaining('demo:x')],
      entry: null,
      problems: [],
    });
    const ran = await runCli(['run', 'one-word', '--quiet', '--json'], here);
    expect(ran.json()).toMatchObject({ trials: { failed: 0, completed: 60 }, unscored: [] });
    const again = await runCli(['import', 'promptfooconfig.yaml', '--name', 'One Word'], here);
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--name <name>') });
    const second = await runCli(['import', 'promptfooconfig.yaml', '--name', 'two'], here);
    expect(second.stdout).toContain('Add this to it:');
    expect(second.stdout).toContain("dataset: 'datasets/two.jsonl'");
    expect(second.stdout).not.toContain('\u001b');
  });

  it('says what is left to do where validate would refuse what came of it', async () => {
    const file = "model: meta/llama\nmessages: [{role: user, content: '{{a}}'}]\ntestData: [{a: 1}]\n";
    const project = await makeProject({ 'x.prompt.yml': file });
    const { stdout, stderr, exitCode } = await runCli(['import', 'x.prompt.yml'], { cwd: project.folder });
    expect(stdout).toMatch(/Left to do, before it can run:\n {2}- prompts\/x\.prompt\.yml:\d+ model: .*meta/);
    expect(stderr).toContain('Next: what is left to do');
    expect(exitCode).toBe(0);
  });

  it('reads nothing outside of the project, and says what is no format', async () => {
    const project = await makeProject({
      'inner/promptfooconfig.yaml': 'prompts: [file://../../secret.txt]\nproviders: [openai:gpt-4o]\n',
      'inner/other.json': '{"a": 1}',
      'inner/broken.yaml': 'a: [',
    });
    const refused = async (file: string) =>
      (await runCli(['import', file], { cwd: project.path('inner') })).stderr;
    expect(await refused('promptfooconfig.yaml')).toContain('../../secret.txt: it can not be read');
    expect(await refused('other.json')).toContain('other.json: is of no format that is known here; expected');
    expect(await refused('broken.yaml')).toMatch(/broken\.yaml:1/);
    expect(await refused('gone.yaml')).toContain('gone.yaml: is not there');
  });
});
