import { mkdir, symlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { Checkout } from '../../../src/config/code/checkout.ts';
import { CodeSearch } from '../../../src/config/code/search-code.ts';
import { makeProject, type TemporaryProject } from '../../support/temporary-project.ts';

/** A repository with a project in `app`, run from `work`. */
const files = {
  'app/prompteval.config.ts': '',
  'app/ev/own.ts': '',
  'app/ev/helper.mjs': '',
  'app/ev/labels.json': '{}',
  'app/ev/deep/more.json': '{}',
  'app/rules/one.json': '{}',
  'app/rules/two.json': '{}',
  'app/gates.json': '{}',
  'app/quality.ts': '',
  'app/cases.csv': '',
  'app/package.json': JSON.stringify({
    name: 'app',
    imports: { '#ev/*': './ev/*', '#labels': { node: './ev/labels.json', default: './gates.json' } },
    exports: { './quality': './quality.ts' },
  }),
  'work/list.json': '[]',
  'packages/evals/package.json': JSON.stringify({
    name: '@acme/evals',
    exports: { '.': { types: './types.d.ts', default: './main.js' }, './built': './dist/built.js' },
  }),
  'packages/evals/main.js': "import './rules.js';\n",
  'packages/evals/rules.js': '',
  'packages/evals/src/built.ts': '',
  'packages/old/package.json': '{"name":"old","main":"lib/start"}',
  'packages/old/lib/start.js': '',
  'README.md': '',
};

async function makeRepository(own: string, more: Record<string, string>): Promise<TemporaryProject> {
  const project = await makeProject({ ...files, 'app/ev/own.ts': own, ...more });
  for (const [link, target] of [
    ['app/node_modules/@acme/evals', '../../../packages/evals'],
    ['node_modules/old', '../packages/old'],
    // Git lists this one, and ignores those.
    ['app/linked', '../work'],
  ] as const) {
    await mkdir(dirname(project.path(link)), { recursive: true });
    await symlink(target, project.path(link));
  }
  return project;
}

/** What an evaluator rests on, without itself. */
async function found(own: string, more: Record<string, string> = {}): Promise<string[]> {
  const project = await makeRepository(own, more);
  const listed = ['app/linked', ...Object.keys(files), ...Object.keys(more)].map((file) =>
    project.path(file),
  );
  const places = [project.path('app'), project.path('work')];
  const search = new CodeSearch(
    new Checkout(project.folder, places, listed),
    project.path('app/prompteval.config.ts'),
    [project.path('app/cases.csv'), project.path('app/say.prompt.yml')],
  );
  search.addFiles([project.path('app/ev/own.ts')]);
  const paths = [...(await search.find()).keys()].map((file) => file.slice(project.folder.length + 1));
  return paths.filter((file) => file !== 'app/ev/own.ts').sort();
}

const fs = "import { readFileSync } from 'node:fs';\n";
const below = ['app/ev/deep/more.json', 'app/ev/helper.mjs', 'app/ev/labels.json'];
const rules = ['app/rules/one.json', 'app/rules/two.json'];

it.each<[string, string, string[]]>([
  ['an import', "import './helper.mjs';", ['app/ev/helper.mjs']],
  ['no word that is the name of a module', "export const metric = 'quality';", []],
  [
    'a path from its own folder',
    `${fs}readFileSync(new URL('labels.json', import.meta.url));`,
    ['app/ev/labels.json'],
  ],
  ['a path from the project', `${fs}readFileSync('gates.json', 'utf8');`, ['app/gates.json']],
  ['a path from the working directory', `${fs}readFileSync("list.json");`, ['work/list.json']],
  [
    'a path from a function of another module',
    "import { load } from 'own-loader';\nload(`ev/deep/more.json`);",
    ['app/ev/deep/more.json'],
  ],
  [
    'a path after an apostrophe in a comment',
    `${fs}/* don't */ readFileSync('gates.json');`,
    ['app/gates.json'],
  ],
  [
    'a path of Windows, one of an address, one with a query',
    "export default ['ev\\\\labels.json', './deep%2fmore.json', './helper.mjs?2'];",
    below,
  ],
  ['a path through a link', "export default ['linked/list.json'];", ['work/list.json']],
  [
    'parts of a path',
    "import { at } from 'own-loader';\nat('..', 'rules', 'one.json');",
    ['app/rules/one.json'],
  ],
  ['an entry of imports', "import '#ev/helper.mjs';", ['app/ev/helper.mjs']],
  [
    'an entry of imports, under every condition',
    "import '#labels';",
    ['app/ev/labels.json', 'app/gates.json'],
  ],
  ['its own package', "import 'app/quality';", ['app/quality.ts']],
  [
    'a package of the repository, with what that imports',
    "import '@acme/evals';",
    ['packages/evals/main.js', 'packages/evals/rules.js'],
  ],
  ['a package with an old entry', "import 'old';", ['packages/old/lib/start.js']],
  [
    'all of a package of which the entry is built',
    "import '@acme/evals/built';",
    [
      'packages/evals/main.js',
      'packages/evals/package.json',
      'packages/evals/rules.js',
      'packages/evals/src/built.ts',
    ],
  ],
  ['no installed package', "import 'csv-parse';", []],
  ['a folder in a path with a pattern', "import { glob } from 'own-loader';\nglob('rules/*.json');", rules],
  ['a folder in a template', `export const at = (name) => \`../rules/\${name}.json\`;`, rules],
  [
    'what stands after a value in a template',
    `export const at = (here) => \`\${here}/labels.json\`;`,
    ['app/ev/labels.json'],
  ],
  [
    'a folder of which it asks a list',
    "import { readdirSync } from 'node:fs';\nreaddirSync('rules');",
    rules,
  ],
  ['a dataset, where it reads one', `${fs}readFileSync('cases.csv');`, ['app/cases.csv']],
  ['no dataset that it only names', "export default { dataset: 'cases.csv', gates: [] };", []],
  ['no folder that is a word', "export const metric = 'rules';", []],
  [
    'a folder that is a word, where names are computed',
    `${fs}export const read = (name: string) => readFileSync('rules' + name);`,
    [...below, ...rules].sort(),
  ],
  ['its folder, where imports are computed', 'export const load = (name: string) => import(name);', below],
  [
    'not everything around the project',
    `${fs}export const read = (name: string) => readFileSync(name);\nread('..');`,
    below,
  ],
])('finds %s', async (_, own, expected) => {
  expect(await found(own)).toEqual(expected);
});

it.each<[string, string, Record<string, string>]>([
  [
    'every ending that may be left out',
    "import './two';",
    { 'app/ev/two.ts': '', 'app/ev/two/index.js': '' },
  ],
  [
    'a package that is committed where others are installed',
    "import 'csv-parse';",
    { 'app/ev/node_modules/csv-parse/index.js': '' },
  ],
  [
    'a package of the repository that was copied when it was installed',
    "import '@acme/copied';",
    { 'packages/copied/package.json': '{"name":"@acme/copied","main":"a.js"}', 'packages/copied/a.js': '' },
  ],
  [
    'what a prompt file says that is none of the project',
    'import(name);',
    { 'app/ev/judge.prompt.yml': '', 'app/ev/data.csv': '' },
  ],
])('finds %s', async (_, own, more) => {
  const expected = Object.keys(more).filter((file) => !file.includes('copied/package'));
  const rest = (await found(own, more)).filter((file) => !below.includes(file));
  expect(rest.sort()).toEqual(expected.sort());
});

it('finds a folder that one module names to another that reads what it is told', async () => {
  const util = `${fs}export const read = (folder: string, name: string) => readFileSync(folder + name);\n`;
  const own = "import { read } from '../../packages/util/read.ts';\nread('rules', 'one.json');";
  expect(await found(own, { 'packages/util/read.ts': util })).toEqual([...rules, 'packages/util/read.ts']);
});

it('of the folder of the project takes what stands in it, without data and without the config', async () => {
  const own = "import '../load.ts';";
  const load = 'export const load = (name: string) => import(name);';
  const inProject = ['app/gates.json', 'app/load.ts', 'app/package.json', 'app/quality.ts'];
  expect(
    await found(own, { 'app/load.ts': load, 'app/say.prompt.yml': '', 'app/say.short.prompt.yml': '' }),
  ).toEqual(inProject);
});
