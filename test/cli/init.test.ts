import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

const emptyFolder = () => makeProject({});

describe('init', () => {
  it('writes a project that runs and releases without a key and without an edit', async () => {
    const project = await emptyFolder();
    const here = { cwd: project.folder };
    const init = await runCli(['init'], here);
    expect(init).toMatchObject({ exitCode: 0, stderr: 'Next: prompteval run mail-topic\n' });
    expect(await project.list('.')).toEqual(
      expect.arrayContaining(['.gitignore', 'prompteval.config.ts', 'prompts/mail-topic.prompt.yml']),
    );
    // Packages are installed beside it, and the project is there to be committed.
    expect((await project.read('.gitignore')).split('\n')).toContain('node_modules/');
    const validated = await runCli(['validate'], here);
    expect(validated).toMatchObject({ exitCode: 0, stderr: '' });
    expect((await runCli(['run', '--quiet'], here)).exitCode).toBe(0);
    const released = await runCli(['release', 'mail-topic', '--quiet'], here);
    expect(released).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('stable now names v1') });

    const before = await project.read('prompts/mail-topic.prompt.yml');
    const again = await runCli(['init'], here);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('prompteval.config.ts: is there already, and nothing is overwritten');
    expect(await project.read('prompts/mail-topic.prompt.yml')).toBe(before);
  });

  it('starts from a prompt with its test data where it stands, and says what it left out', async () => {
    const project = await makeProject({
      '.gitignore': '/node_modules\nreports',
      'texts/Sum Up.prompt.yml': `name: Text Summarizer
model: openai/gpt-4o-mini
messages:
  - role: user
    content: |
      Summarize: {{input}}
testData:
${Array.from({ length: 60 }, (_, index) => `  - {input: 'text ${index}', expected: 'Summary'}`).join('\n')}
evaluators:
  - name: Starts well
    string: {startsWith: 'Summary'}
  - name: Judge
    llm: {modelId: openai/gpt-4o}
`,
    });
    const here = { cwd: project.folder };
    const init = await runCli(['init', '--prompt', 'texts/Sum Up.prompt.yml', '--json'], here);
    expect(init.json()).toEqual({
      folder: '.',
      prompt: 'sum-up',
      files: ['prompteval.config.ts', 'datasets/sum-up.jsonl', '.gitignore'],
      lost: ['evaluators[1] "Judge": a model as the judge'],
    });
    const config = await project.read('prompteval.config.ts');
    expect(config).toContain("file: 'texts/Sum Up.prompt.yml'");
    expect(config).toContain("noWorseThan: 'baseline', margin: 0.05");
    expect(await project.read('.gitignore')).toBe(
      '/node_modules\nreports\n.prompteval/*\n!.prompteval/registry/\n!.prompteval/calibration/\n.env\n',
    );
    expect(await runCli(['validate'], here)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('starts from a text, in another folder, on the model that is named', async () => {
    const project = await makeProject({ 'poem.txt': 'You are a poet.\n\n  Write about {{topic}}.' });
    const here = { cwd: project.folder };
    const init = await runCli(['init', 'mine', '--prompt', 'poem.txt', '--model', 'demo/in-context'], here);
    expect(init).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('put real inputs') });
    const rendered = await runCli(
      ['--cwd', 'mine', 'render', 'poem@draft', '--case', 'example-1', '--json'],
      here,
    );
    expect(rendered.stdout).toContain('You are a poet.\\n\\n  Write about Replace me.');
  });

  it('says how to go on as a shell takes it', async () => {
    const project = await makeProject({ 'a.txt': 'Say {{x}}' });
    const nextOf = async (...args: string[]) =>
      (await runCli(['init', '--yes', ...args], { cwd: project.folder })).stderr;
    expect(await nextOf("it's mine")).toContain(`Next: cd 'it'\\''s mine' && prompteval run`);
    expect(await nextOf('--prompt', 'a.txt', '--', '-x')).toContain('then cd -- -x && prompteval validate');
  });

  it.each<[string, string[], string]>([
    ['a prompt that is not there', ['--prompt', 'none.yml'], 'none.yml: is not there'],
    ['a prompt with mistakes', ['--prompt', 'bad.prompt.yml'], 'bad.prompt.yml'],
    [
      'a text with mistakes, at its own line',
      ['--prompt', './texts/bad.txt'],
      'prompteval: ./texts/bad.txt:2: {{your name}} is no placeholder',
    ],
    ['a model without its provider', ['--prompt', 'a.txt', '--model', 'gpt'], '--model: "gpt" does not fit'],
    ['an inventory of no folder', ['--inventory', 'nowhere'], 'nowhere is no folder'],
  ])('refuses %s and writes nothing', async (_, args, message) => {
    const project = await makeProject({
      'bad.prompt.yml': 'name: x\nmessages: 3\n',
      'a.txt': 'Say {{x}}',
      'texts/bad.txt': 'Greet {{name}}.\nYou are {{your name}}.\n',
    });
    const before = await project.list('.');
    const result = await runCli(['init', ...args], { cwd: project.folder });
    expect(result).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(await project.list('.')).toEqual(before);
  });

  it('lists what looks like a prompt in source code, safely', async () => {
    const project = await makeProject({
      'src/app.py': 'x = 1\nSYSTEM_PROMPT = "You are an assistant. \u001b[2J Answer with JSON only."\n',
      'node_modules/a/index.js': 'const p = "You are an assistant. Answer with JSON only, please.";',
    });
    const result = await runCli(['init', '--inventory', '.'], { cwd: project.folder });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/^src\/app\.py:2 {2}You are an assistant\. . Answer with JSON only\.\n$/);
    expect(result.stderr).toContain('1 text looks like a prompt, in 1 source file. ');
  });
});
