import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { RunFile } from '../../src/core/run-file.ts';
import { runCli } from '../support/run-cli.ts';
import { cutOff } from './cut-off.ts';
import { configFile, makeSumsProject, startSumsServer, writeOwnEvaluator } from './sums-project.ts';

it('does not go on, nor is merged, where a file changed that an evaluator imports', async () => {
  const server = await startSumsServer();
  const project = await makeSumsProject(server.baseURL, {
    cases: 20,
    prompt: { evaluators: ['./evaluators/own.ts'] },
  });
  await project.write('evaluators/rule.ts', 'export const least = 3;\n');
  await writeOwnEvaluator(project);
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  const first = await run('run', 'sums', '--json');
  expect(first.exitCode, first.stdout).not.toBe(2);
  const whole = first.json<RunFile>();
  const shard = (await run('run', 'sums', '--shard', '1/2', '--json')).json<RunFile>();
  await cutOff(project, whole.id, 10);
  await project.write('evaluators/rule.ts', 'export const least = 300;\n');
  const said = /code that the config holds or imports \(\w{7}/;
  const refused = await run('run', 'sums', '--resume', '--run', whole.id);
  expect([refused.exitCode, refused.stderr]).toEqual([4, expect.stringMatching(said)]);
  const other = (await run('run', 'sums', '--shard', '2/2', '--json')).json<RunFile>();
  const merged = await run('merge', ...[shard, other].map(({ id }) => `reports/sums/${id}`));
  expect([merged.exitCode, merged.stderr]).toEqual([2, expect.stringMatching(/code that the config/)]);
  await project.write('evaluators/rule.ts', 'export const least = 3;\n');
  expect((await run('run', 'sums', '--resume', '--run', whole.id)).exitCode).toBe(first.exitCode);
});

it.each([
  [
    'prompteval.config.ts',
    "import { defineConfig, defineEvaluator } from 'prompteval';",
    'const config = defineConfig(OBJECT);\nexport { config as default };',
  ],
  [
    'prompteval.config.js',
    "const { defineConfig, defineEvaluator } = require('prompteval');",
    'exports.default = defineConfig(OBJECT);',
  ],
])(
  'goes on by %s with another limit, and not with another argument of an evaluator',
  async (file, imported, exported) => {
    const server = await startSumsServer();
    const project = await makeSumsProject(server.baseURL, { cases: 4 });
    await rm(project.path(configFile));
    const configured = (least: number, concurrency: number) => `${imported}
const atLeast = (least) => defineEvaluator({
  name: 'own',
  version: '1',
  metrics: [{ id: 'quality', kind: 'binary', range: [0, 1], better: 'higher' }],
  evaluate: ({ completion }) => ({ metric: 'quality', value: completion.text.length >= least ? 1 : 0 }),
});
${exported.replace(
  'OBJECT',
  `{
  prompts: { sums: { dataset: 'datasets/sums.csv', evaluators: [atLeast(${least})], gates: [{ metric: 'quality', max: 0 }] } },
  providers: { openai: { baseURL: '${server.baseURL}', apiKey: 'unused', concurrency: ${concurrency} } },
}`,
)}
`;
    await project.write(file, configured(3, 4));
    const run = (...args: string[]) => runCli(args, { cwd: project.folder });
    const first = await run('run', 'sums', '--json');
    const { id } = first.json<RunFile>();
    await cutOff(project, id, 2);
    await project.write(file, configured(300, 4));
    const refused = await run('run', 'sums', '--resume', '--run', id);
    expect([refused.exitCode, refused.stderr]).toEqual([
      4,
      expect.stringMatching(/code that the config holds/),
    ]);
    await project.write(file, configured(3, 2));
    const resumed = await run('run', 'sums', '--resume', '--run', id);
    expect(resumed.exitCode, resumed.stderr).toBe(first.exitCode);
  },
);
