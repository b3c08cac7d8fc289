import { expect, it } from 'vitest';
import { Checkout } from '../../src/config/code/checkout.ts';
import { codeBehind, importedBehind } from '../../src/config/code-behind.ts';
import { makeProject } from '../support/temporary-project.ts';

const files = {
  'evaluators/one.ts': "import { help } from './help.js';\nexport default help('./words.txt');\n",
  'evaluators/two.ts': "export { two as default } from './deep/index.ts';\n",
  'evaluators/help.ts': "import './one.ts';\nexport const help = (file: string) => file;\n",
  'evaluators/deep/index.ts': 'export const two = 2;\n',
  'evaluators/words.txt': 'please\n',
  'data/one.csv': 'id\na\n',
};
const configOf = (imports: string, one: string, two: string, rest = '') =>
  `import { defineConfig } from 'prompteval';\n${imports}\nexport default defineConfig({\n  prompts: {\n    one: { dataset: './data/one.csv', ${one} },\n    'two': { dataset: './data/one.csv', ${two} },\n  },\n  ${rest}\n});\n`;
const plain =
  "import one from './evaluators/one.ts';\nimport { default as second } from './evaluators/two.ts';";

const config = 'prompteval.config.ts';
const json = 'prompteval.config.json';

it.each<[string, Record<string, string>, string, { one: boolean; two: boolean }]>([
  [
    'what it imports',
    { [config]: configOf(plain, 'evaluators: [one]', 'evaluators: [second]') },
    'evaluators/one.ts',
    { one: true, two: false },
  ],
  [
    'what that imports',
    { [config]: configOf(plain, 'evaluators: [one]', 'evaluators: [second]') },
    'evaluators/help.ts',
    { one: true, two: false },
  ],
  [
    'a file that it names',
    { [config]: configOf(plain, 'evaluators: [one]', 'evaluators: [second]') },
    'evaluators/words.txt',
    { one: true, two: false },
  ],
  [
    'through an index',
    { [config]: configOf(plain, 'evaluators: [one]', 'evaluators: [second({ a: 1 })]') },
    'evaluators/deep/index.ts',
    { one: false, two: true },
  ],
  [
    'a dataset, which is no code',
    { [config]: configOf(plain, 'evaluators: [one]', 'evaluators: [second]') },
    'data/one.csv',
    { one: false, two: false },
  ],
  [
    'what a list of the config holds',
    {
      [config]: configOf(
        `${plain}\nconst both = [one, second];`,
        'evaluators: [...both]',
        'evaluators: [second]',
      ),
    },
    'evaluators/one.ts',
    { one: true, two: false },
  ],
  [
    'all, where code makes the entry',
    {
      [config]: configOf(plain, 'evaluators: [one]', 'evaluators: [second]')
        .replace("'two': {", "...(1 ? { 'two': {")
        .replace('[second] },', '[second] } } : {}),'),
    },
    'evaluators/one.ts',
    { one: true, two: true },
  ],
  [
    'a provider, which answers for all',
    { [config]: configOf(plain, 'evaluators: []', 'evaluators: []', 'providers: { mine: second },') },
    'evaluators/two.ts',
    { one: true, two: true },
  ],
  [
    'what is imported for its effect',
    { [config]: configOf(`${plain}\nimport './evaluators/help.ts';`, 'evaluators: []', 'evaluators: []') },
    'evaluators/help.ts',
    { one: true, two: true },
  ],
  [
    'what a CommonJS config requires',
    {
      'prompteval.config.cjs': `const two = require('./evaluators/two.ts');\nmodule.exports = { prompts: { one: {}, two: { evaluators: [two] } } };\n`,
    },
    'evaluators/deep/index.ts',
    { one: true, two: true },
  ],
  [
    'what a JSON config names',
    {
      [json]: JSON.stringify({
        prompts: {
          one: { evaluators: ['./evaluators/one.ts'] },
          two: { evaluators: [{ use: './evaluators/two.ts' }] },
        },
      }),
    },
    'evaluators/deep/index.ts',
    { one: false, two: true },
  ],
])('knows a prompt by %s', async (_, configs, changed, expected) => {
  const project = await makeProject({ ...files, ...configs });
  const place = { file: project.path(Object.keys(configs)[0] ?? ''), root: project.folder };
  const digests = async () => {
    const files = (await project.list()).map((file) => project.path(file));
    const checkout = new Checkout(project.folder, [project.folder], files);
    const data = [project.path('data/one.csv')];
    const behind = async (prompt: string) => JSON.stringify(await codeBehind(checkout, place, prompt, data));
    const imported = async (prompt: string) => JSON.stringify(await importedBehind(place, prompt));
    return [
      { one: await behind('one'), two: await behind('two') },
      { one: await imported('one'), two: await imported('two') },
    ];
  };
  const before = await digests();
  await project.write(changed, `${await project.read(changed)}// changed\n`);
  const after = await digests();
  const [behind, imported] = after.map(({ one, two }, index) => ({
    one: one !== before[index]?.one,
    two: two !== before[index]?.two,
  }));
  expect(behind).toEqual(expected);
  // A run that goes on looks at imports alone.
  expect(imported).toEqual(changed.endsWith('.txt') ? { one: false, two: false } : expected);
});

it.each<[string, string, string, boolean]>([
  ['what the config declares', 'const half = 0.5;', 'const half = 0.6;', true],
  ['a comment', 'const half = 0.5;', 'const half = 0.5; // a half', false],
  ['what is data', 'concurrency: 4', 'concurrency: 5', false],
  ['where a provider takes its key from', 'process.env.ONE', 'process.env.TWO', false],
  ['another prompt’s evaluators', 'evaluators: [second]', 'evaluators: []', false],
])('a run goes on by code of the config: %s', async (_, text, changed, isOther) => {
  const source = configOf(
    `${plain}\nconst half = 0.5;`,
    'evaluators: [one(half)]',
    'evaluators: [second]',
    'concurrency: 4, providers: { mine: { apiKey: process.env.ONE } },',
  );
  const project = await makeProject({ ...files, [config]: source });
  const place = { file: project.path(config), root: project.folder };
  const before = await importedBehind(place, 'one');
  expect(before).not.toEqual([]);
  await project.write(config, source.replace(text, changed));
  const after = await importedBehind(place, 'one');
  expect(JSON.stringify(after) !== JSON.stringify(before)).toBe(isOther);
});
