import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { makeProject } from '../support/temporary-project.ts';

const config = `import { defineConfig, defineProvider, exactMatch } from 'prompteval';

const echo = defineProvider({
  concurrency: 4,
  async complete({ model, messages }) {
    const said = messages.at(-1)?.content ?? '';
    if (said === 'fail') throw new Error('out of order');
    return { text: said.toUpperCase(), usage: { inputTokens: said.length, outputTokens: said.length }, servedModel: model };
  },
});

export default defineConfig({
  prompts: {
    shout: {
      dataset: 'cases.csv',
      evaluators: [exactMatch({ metric: 'quality' })],
      gates: [{ metric: 'quality', min: 0.01 }],
    },
  },
  providers: { echo },
  prices: { 'echo/loud': { input: 1, output: 1 } },
});
`;

it('a provider of one’s own answers like any other', async () => {
  const project = await makeProject({
    'prompteval.config.ts': config,
    'prompts/shout.prompt.yml':
      'name: shout\nmodel: echo/loud\nmessages:\n  - {role: user, content: "{{word}}"}\n',
    'cases.csv': 'id,word,expected\na,hello,HELLO\nb,bye,BYE\nc,fail,FAIL\n',
  });
  const cli = (...args: string[]) => runCli(args, { cwd: project.folder });
  expect(await cli('validate')).toMatchObject({ exitCode: 0 });
  const run = (await cli('run', 'shout', '--json')).json<RunFile>();
  expect(run.trials).toMatchObject({ planned: 3, completed: 2, failed: 1 });
  expect(run.spend.usd).toBeCloseTo(16e-6, 12);
  const trials = (await project.read(`reports/shout/${run.id}/trials.jsonl`)).trim().split('\n');
  const failed = trials.map((line): { failure?: object } => JSON.parse(line)).find(({ failure }) => failure);
  expect(failed?.failure).toEqual({
    code: 'provider-failed',
    message: 'the provider echo failed: out of order',
  });
});

const wrongKey = `import { defineConfig, defineProvider, exactMatch, ProviderError } from 'prompteval';

const echo = defineProvider({
  concurrency: 1,
  async complete() {
    throw new ProviderError('wrong key', { code: 'unauthorized', scope: 'run' });
  },
});

export default defineConfig({
  prompts: { shout: { dataset: 'cases.csv', evaluators: [exactMatch({ metric: 'quality' })], gates: [{ metric: 'quality', min: 0.01 }] } },
  providers: { echo },
});
`;

it('ends a run by an error of the copy of the package that the project has, where another one runs', async () => {
  const project = await makeProject({
    'prompteval.config.mjs': wrongKey,
    'prompts/shout.prompt.yml':
      'name: shout\nmodel: echo/loud\nmessages:\n  - {role: user, content: "{{word}}"}\n',
    'cases.csv': 'id,word,expected\na,hello,HELLO\nb,bye,BYE\nc,fail,FAIL\n',
  });
  for (const part of ['package.json', 'dist/bundle']) {
    const target = project.path(`node_modules/prompteval/${part}`);
    await cp(fileURLToPath(new URL(`../../${part}`, import.meta.url)), target, { recursive: true });
  }
  const { exitCode, stderr } = await runCli(['run', 'shout'], { cwd: project.folder });
  expect(stderr).toContain('wrong key');
  expect(stderr).not.toContain('the provider echo failed');
  expect(exitCode).toBe(2);
});
