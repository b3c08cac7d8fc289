import { afterAll, beforeAll, expect, it } from 'vitest';
import { changedPrompts } from '../../src/project/ci/changed-prompts.ts';
import { openProject } from '../../src/project/opening/open-project.ts';
import { commitAll, git } from '../support/git.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';
import { makeProject, type TemporaryProject } from '../support/temporary-project.ts';
import { copyProject } from './copy-project.ts';

const evaluator = (name: string, helper: string) => `import { defineEvaluator } from 'prompteval';
import { filled } from './${helper}.ts';
export default defineEvaluator({
  name: '${name}', version: '1', metrics: [{ id: '${name}', kind: 'binary', better: 'higher', range: [0, 1] }],
  evaluate: ({ completion }) => ({ metric: '${name}', value: filled(completion.text) ? 1 : 0 }),
});
`;
const helper = (condition: string) =>
  `export const filled = (text: string): boolean => text.trim() ${condition};\n`;
const entry = (name: string, more = '') =>
  `'${name}': { dataset: '../data/${name}.csv', evaluators: [${name}], gates: [{ metric: '${name}', min: 0.5 }]${more} },`;
const config = (more = '') => `import { defineConfig } from 'prompteval';
import one from './evaluators/one.ts';
import two from './evaluators/two.ts';
export default defineConfig({
  prompts: {
    ${entry('one', more)}
    ${entry('two')}
  },
});
`;
const prompt = (name: string) => `name: ${name}
model: demo/in-context
messages:
  - {role: user, content: "Say {{word}}"}
`;
const rows = Array.from({ length: 20 }, (_, index) => `c${index},word ${index}`).join('\n');

const file = 'app/prompteval.config.ts';
let original: TemporaryProject;
beforeAll(async () => {
  original = await makeProject({
    'README.md': 'Nothing is here yet.\n',
    'app/evaluators/one.ts': evaluator('one', 'helper'),
    'app/evaluators/two.ts': evaluator('two', 'other'),
    'app/evaluators/helper.ts': helper("!== ''"),
    'app/evaluators/other.ts': helper("!== ''"),
    'app/prompts/one.prompt.yml': prompt('one'),
    'app/prompts/two.prompt.yml': prompt('two'),
    'data/one.csv': `id,word\n${rows}\n`,
    'data/two.csv': `id,word\n${rows}\n`,
    [file]: config(),
    '.gitignore': 'reports/\n',
  });
  await git(original.folder, 'init', '--quiet');
  await git(original.folder, 'add', 'README.md');
  await git(original.folder, 'commit', '--quiet', '-m', 'empty');
  await git(original.folder, 'tag', 'empty');
  await commitAll(original.folder);
  await git(original.folder, 'tag', 'start');
});
afterAll(() => original.remove());

/** A dry run says for whom there would be one. */
async function changed(project: TemporaryProject, since = 'start', ...args: string[]): Promise<CliResult> {
  const line = ['run', '--changed', '--since', since, '--dry-run', '--json', ...args];
  return runCli(line, { cwd: project.path('app') });
}

function prompts(result: CliResult): string[] {
  expect(result.exitCode, result.stderr).toBe(0);
  const plans = result.json<{ prompt: string } | { prompt: string }[]>();
  return [plans].flat().map((plan) => plan.prompt);
}

it('has nothing to run where only words changed, files have new names, or none is about a verdict', async () => {
  const project = await copyProject(original);
  const draft = 'app/prompts/one.prompt.yml';
  await project.write(draft, `${await project.read(draft)}description: It says a word\n`);
  await git(project.folder, 'mv', 'data/two.csv', 'data/words.csv');
  await project.write(file, config().replace('data/two.csv', 'data/words.csv'));
  await git(project.folder, 'mv', 'app/evaluators/helper.ts', 'app/evaluators/words.ts');
  await project.write('app/evaluators/one.ts', evaluator('one', 'helper'));
  await git(project.folder, 'mv', 'app/evaluators/words.ts', 'app/evaluators/helper.ts');
  const result = await changed(project);
  expect([result.exitCode, result.json()]).toEqual([0, []]);
  const text = await runCli(['run', '--changed', '--since', 'start'], { cwd: project.path('app') });
  expect([text.exitCode, text.stdout]).toEqual([
    0,
    expect.stringMatching(/^None of 2 prompts changed since start \([0-9a-f]{12}\): nothing to run\.\n$/),
  ]);
});

it.each<[string, string, (text: string) => string, string[], string]>([
  ['its words', 'app/prompts/one.prompt.yml', (text) => text.replace('Say', 'Write'), ['one'], 'the prompt'],
  ['a case', 'data/two.csv', (text) => text.replace('word 3', 'word three'), ['two'], 'the dataset'],
  ['its evaluator', 'app/evaluators/two.ts', (text) => text.replace('? 1', '? 2 - 1'), ['two'], 'evaluators'],
  ['what its evaluator calls', 'app/evaluators/helper.ts', () => helper('.length > 3'), ['one'], 'code that'],
  ['a gate', file, (text) => text.replace('min: 0.5', 'min: 0.4'), ['one'], 'the gates'],
  ['its repeats', file, () => config(', repeats: 3'), ['one'], 'repeats'],
  [
    'a price',
    file,
    (text) => text.replace('prompts:', "prices: { 'demo/in-context': { input: 1, output: 1 } }, prompts:"),
    ['one', 'two'],
    'the prices',
  ],
  [
    'what the config does besides',
    file,
    (text) => text.replace('export default', 'Math.max(1, 2);\nexport default'),
    ['one', 'two'],
    'code',
  ],
  [
    'an import that nobody mentions',
    file,
    (text) => text.replace('export default', "import { join } from 'node:path';\nexport default"),
    ['one', 'two'],
    'code',
  ],
  [
    'what is done in its entry',
    file,
    (text) => text.replace("'../data/one.csv'", "(JSON.parse.call(JSON, '1'), '../data/one.csv')"),
    ['one'],
    'code',
  ],
])('runs the prompt of which this changed: %s', async (_, changedFile, change, expected, reason) => {
  const project = await copyProject(original);
  await project.write(changedFile, change(await project.read(changedFile)));
  const opened = await openProject({ cwd: project.path('app') });
  const result = await changedPrompts(opened, [...opened.config.prompts.values()], 'start');
  expect(result.changed.map(({ prompt }) => prompt.name)).toEqual(expected);
  expect(result.changed[0]?.changes.join(', ')).toContain(reason);
});

it('runs everything where there was nothing to compare with, and leaves git as it was', async () => {
  const project = await copyProject(original);
  const before = await git(project.folder, 'status', '--porcelain=2', '--branch');
  const empty = await changed(project, 'empty');
  expect(prompts(empty)).toEqual(['one', 'two']);
  expect(empty.stderr).toContain('it has no config there');
  expect(await git(project.folder, 'status', '--porcelain=2', '--branch')).toBe(before);
  expect(await git(project.folder, 'worktree', 'list')).toMatch(/^[^\n]*\n$/);

  await project.write(file, 'export default 1 +;');
  await commitAll(project.folder);
  await project.write(file, config());
  const broken = await changed(project, 'HEAD');
  expect(prompts(broken)).toEqual(['one', 'two']);
  expect(broken.stderr).toContain("its config can't be read there");

  const importOfTwo = "import two from './evaluators/two.ts';\n";
  await project.write(file, config().replace(entry('two'), '').replace(importOfTwo, ''));
  await commitAll(project.folder);
  await project.write(file, config());
  const added = await changed(project, 'HEAD', '--quiet');
  expect(prompts(added)).toEqual(['two']);
});

it('says what to do about a revision that is not there', async () => {
  const shallow = await makeProject();
  await git(shallow.folder, 'clone', '--quiet', '--depth', '1', `file://${original.folder}`, '.');
  const missing = await changed(shallow, 'empty');
  expect([missing.exitCode, missing.stderr]).toEqual([2, expect.stringContaining('fetch-depth: 0')]);
  const unknown = await changed(original, '--upload-pack=x');
  expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('there is no revision')]);
  const outside = await runCli(['run', '--changed', '--since', 'HEAD'], {
    cwd: (await withoutGit()).path('app'),
  });
  expect([outside.exitCode, outside.stderr]).toEqual([2, expect.stringContaining('not in a git repository')]);
  for (const args of [['--changed'], ['--since', 'HEAD'], ['--changed', '--since', 'HEAD', '--resume']]) {
    expect((await runCli(['run', ...args], { cwd: original.path('app') })).exitCode).toBe(2);
  }
});

async function withoutGit(): Promise<TemporaryProject> {
  const project = await makeProject();
  for (const name of (await original.list()).filter((path) => !path.startsWith('.git/'))) {
    await project.write(name, await original.read(name));
  }
  return project;
}
