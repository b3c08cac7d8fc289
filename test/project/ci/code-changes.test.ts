import { mkdir, symlink } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ResolvedPrompt } from '../../../src/config/resolved-config.ts';
import { changedPrompts } from '../../../src/project/ci/changed-prompts.ts';
import { withPolicy } from '../../../src/project/ci/policy.ts';
import { findPrompt, openProject } from '../../../src/project/opening/open-project.ts';
import { commitAll, git } from '../../support/git.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

const evaluator = (name: string, value: string, before = '') => `import { defineEvaluator } from 'prompteval';
${before}
export default defineEvaluator({
  name: '${name}', version: '1', metrics: [{ id: '${name}', kind: 'binary', better: 'higher', range: [0, 1] }],
  evaluate: () => ({ metric: '${name}', value: ${value} }),
});
`;
const config = `import { readFileSync } from 'node:fs';
import { defineConfig, exactMatch, jsonSchema } from 'prompteval';
import built from '@acme/built';
import workspace from '@acme/evals';
import own from '#ev/own.mjs';
const gates = JSON.parse(readFileSync('rules/gates.json', 'utf8'));
const schema = JSON.parse(readFileSync('rules/schema.json', 'utf8'));
export default defineConfig({
  prompts: {
    say: { dataset: 'say.csv', evaluators: [exactMatch(), jsonSchema({ schema }), own, workspace, built], gates },
  },
});
`;
const reading =
  "import { readFileSync } from 'node:fs';\nconst least = Number(readFileSync('rules/least.txt', 'utf8'));";
const files = {
  'README.md': 'Words\n',
  'src/app.ts': 'export const app = 1;\n',
  '.gitignore': 'node_modules\ndist\nreports\n',
  'packages/evals/package.json': '{"name":"@acme/evals","type":"module","exports":"./index.js"}',
  'packages/evals/index.js': evaluator('workspace', 'value', "import { value } from '@acme/values';"),
  'packages/values/package.json': '{"name":"@acme/values","type":"module","exports":"./index.js"}',
  'packages/values/index.js': 'export const value = 0;\n',
  'packages/built/package.json': '{"name":"@acme/built","type":"module","exports":"./dist/index.js"}',
  'packages/built/src/index.ts': 'export default 0;\n',
  'packages/built/dist/index.js': evaluator('built', '0'),
  'app/package.json': '{"name":"app","type":"module","imports":{"#ev/*":"./ev/*"}}',
  'app/prompteval.config.ts': config,
  'app/ev/own.mjs': evaluator('own', 'least', `${reading}\nimport './helper.mjs';`),
  'app/ev/helper.mjs': 'export const help = 0;\n',
  'app/rules/gates.json': '[{ "metric": "exactMatch", "min": 0.9 }]\n',
  'app/rules/schema.json': '{ "type": "string" }\n',
  'app/rules/least.txt': '0\n',
  'app/say.csv': 'id,word,expected\na,one,one\nb,two,two\n',
  'app/prompts/say.prompt.yml':
    'name: say\nmodel: demo/in-context\nmessages:\n  - {role: user, content: "Say {{word}}"}\n',
};
const links = {
  'app/node_modules/@acme/evals': '../../../packages/evals',
  'node_modules/@acme/built': '../../packages/built',
  'packages/evals/node_modules/@acme/values': '../../../values',
};

const before = process.cwd();
let project: TemporaryProject;
beforeEach(async () => {
  project = await makeProject(files);
  for (const [link, target] of Object.entries(links)) {
    await mkdir(project.path(`${link}/..`), { recursive: true });
    await symlink(target, project.path(link));
  }
  await git(project.folder, 'init', '--quiet');
  await commitAll(project.folder);
  await git(project.folder, 'tag', 'main');
  process.chdir(project.path('app'));
});
afterEach(() => process.chdir(before));

/** What a run of here is judged by, and what it says of that. */
async function judged() {
  const opened = await openProject({ cwd: process.cwd() });
  const say = findPrompt(opened, 'say');
  const { changed } = await changedPrompts(opened, [say], 'main');
  return withPolicy(opened, say, { name: 'main' }, async (prompt) => ({
    isChanged: changed.length > 0,
    looser: (prompt.policy?.changes ?? []).filter(({ isLooser }) => isLooser).map(({ text }) => text),
    min: prompt.gates.map((gate) => gate.rule === 'min' && gate.limit),
    scores: await scoresOf(prompt),
  }));
}

async function scoresOf({ evaluators }: ResolvedPrompt): Promise<Record<string, unknown>> {
  const own = evaluators.filter(({ name }) => ['own', 'workspace', 'built'].includes(name));
  const scores = await Promise.all(own.map(async ({ evaluate }) => Reflect.apply(evaluate, null, [])));
  return Object.fromEntries(scores.map(({ metric, value }) => [metric, value]));
}

const code = (file: string) =>
  `the config's code, or a file that it names, changed outside of what is compared: ${file}`;
const strict = { own: 0, workspace: 0, built: 0 };

it.each<[string, Record<string, string>, string[], boolean]>([
  ['nothing', {}, [], false],
  ['other files', { 'README.md': 'More\n', 'src/app.ts': 'export const app = 2;\n' }, [], false],
  [
    'gates read from the working directory',
    { 'app/rules/gates.json': '[{ "metric": "exactMatch", "min": 0.1 }]\n' },
    ['gate exactMatch: min 0.9 → 0.1', code('app/rules/gates.json')],
    true,
  ],
  [
    'a schema read from there',
    { 'app/rules/schema.json': '{}\n' },
    ['evaluator jsonSchema measures in another way', code('app/rules/schema.json')],
    true,
  ],
  [
    'what an evaluator reads from there',
    { 'app/rules/least.txt': '1\n' },
    [code('app/rules/least.txt')],
    true,
  ],
  ['variables that are set for it', { 'app/.env': 'LEAST=1\n' }, [code('app/.env')], true],
  [
    'behind an entry of imports',
    { 'app/ev/helper.mjs': 'export const help = 1;\n' },
    [code('app/ev/helper.mjs')],
    true,
  ],
  [
    'a package of the repository',
    { 'packages/evals/index.js': evaluator('workspace', '1') },
    [
      'evaluator workspace measures in another way',
      code('packages/evals/index.js, packages/values/index.js'),
    ],
    true,
  ],
  [
    'a package behind it',
    { 'packages/values/index.js': 'export const value = 1;\n' },
    [code('packages/values/index.js')],
    true,
  ],
  [
    'what a package is built from',
    { 'packages/built/src/index.ts': '1' },
    [code('packages/built/src/index.ts')],
    true,
  ],
])('judges by the protected branch where this changed: %s', async (_, changes, looser, isChanged) => {
  for (const [file, text] of Object.entries(changes)) await project.write(file, text);
  expect(await judged()).toEqual({
    isChanged,
    looser,
    min: [0.9],
    scores: strict,
  });
});

it('reads what stands there from above the repository too', async () => {
  const folder = project.folder.slice(project.folder.lastIndexOf('/') + 1);
  for (const name of ['app/prompteval.config.ts', 'app/ev/own.mjs']) {
    await project.write(name, (await project.read(name)).replaceAll("'rules/", `'${folder}/app/rules/`));
  }
  await commitAll(project.folder);
  await git(project.folder, 'tag', '--force', 'main');
  process.chdir(project.path('..'));
  await project.write('app/rules/least.txt', '1\n');
  const opened = await openProject({ cwd: process.cwd(), config: `${folder}/app/prompteval.config.ts` });
  const scores = await withPolicy(opened, findPrompt(opened, 'say'), { name: 'main' }, async (prompt) => [
    await scoresOf(prompt),
    prompt.policy?.changes.map(({ text }) => text),
  ]);
  expect(scores).toEqual([strict, [code('app/rules/least.txt')]]);
});
