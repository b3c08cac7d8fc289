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

const inObject = `evaluators: [one(1), new Own(1), exactMatch({ at: cut(3) }), exactMatch()], gates: [{ min: 0.5 }]`;
const objectConfig = configOf(
  `${plain}\nimport { exactMatch } from 'prompteval';\nimport type { A } from './types.ts';`,
  inObject,
  'evaluators: [second(1)], gates: [{ min: 0.7 }]',
  `providers: {
    loc: second('yes'),
    own: { baseURL: addressOf(1), apiKey: process.env.ONE, concurrency: Number(process.env.N), timeoutMs: 5 },
    made: defineProvider({ complete: second(3), maxRetries: times(2) }),
  }, reports: nameOf(1), concurrency: 4,`,
).replace('{ defineConfig }', '{ defineConfig, defineProvider }');
const unnamed = objectConfig.replace('concurrency: 4,', '...more(1),');
const prototype = objectConfig.replace('concurrency: 4,', '__proto__: more(1),');
const twice = `${objectConfig}module.exports = { prompts: {} };`;
/** Other ways to write the same config. */
const written = {
  named: objectConfig
    .replace('export default defineConfig(', 'const config = defineConfig(')
    .concat('config.prompts.one.repeats = 1;\nexport default config;\n'),
  listed: objectConfig
    .replace('export default defineConfig(', 'const config: UserConfig = ')
    .replace(/\);\n$/, ' satisfies UserConfig;\nexport { config as default };\n'),
  required: objectConfig
    .replace(/import (\{[^}]*\}|\w+) from ('[^']*');/g, 'const $1 = require($2);')
    .replace(/import .*\n/g, '')
    .replace('export default ', 'module.exports = '),
  assigned: `exports.default = { prompts: { one: { ${inObject} }, two: { gates: [{ min: 0.7 }] } }, concurrency: 4 };`,
};

it.each<[string, string, string, string, boolean]>([
  ['an argument of a factory', objectConfig, 'one(1)', 'one(2)', true],
  ['an argument of a class', objectConfig, 'Own(1)', 'Own(2)', true],
  ['an option that code makes', objectConfig, 'cut(3)', 'cut(4)', true],
  ['an argument of a provider', objectConfig, "second('yes')", "second('no')", true],
  ['an address that code makes', objectConfig, 'addressOf(1)', 'addressOf(2)', true],
  ['what a defined provider answers', objectConfig, 'second(3)', 'second(4)', true],
  ['what a spread brings', unnamed, 'more(1)', 'more(2)', true],
  ['what a prototype brings', prototype, 'more(1)', 'more(2)', true],
  ['one of two objects', twice, 'min: 0.7', 'min: 0.8', true],
  ['a key', objectConfig, 'process.env.ONE', 'process.env.TWO', false],
  ['a number of calls', objectConfig, 'process.env.N', 'process.env.M', false],
  ['a number of a defined provider', objectConfig, 'times(2)', 'times(3)', false],
  ['a gate, which is data', objectConfig, 'min: 0.5', 'min: 0.6', false],
  ['another prompt', objectConfig, 'second(1)', 'second(2)', false],
  ['a member that changes no answer', objectConfig, 'nameOf(1)', 'nameOf(2)', false],
  ['types', objectConfig, "import type { A } from './types.ts';", '', false],
  ...Object.entries(written).flatMap(([form, source]): [string, string, string, string, boolean][] => [
    [`${form}: an argument`, source, 'one(1)', 'one(2)', true],
    [`${form}: a number`, source, 'concurrency: 4', 'concurrency: 5', false],
    [`${form}: another prompt's gate`, source, 'min: 0.7', 'min: 0.8', false],
  ]),
  ['named: what changes it later', written.named, 'repeats = 1', 'repeats = 2', true],
  ['required: a key', written.required, 'process.env.ONE', 'process.env.TWO', false],
])('a run goes on by how the config is written: %s', async (_, source, text, changed, isOther) => {
  expect(source).toContain(text);
  const project = await makeProject({ ...files, 'types.ts': 'export type A = 1;\n', [config]: source });
  const place = { file: project.path(config), root: project.folder };
  const before = JSON.stringify(await importedBehind(place, 'one'));
  await project.write(config, source.replace(text, changed));
  expect(JSON.stringify(await importedBehind(place, 'one')) !== before).toBe(isOther);
  await project.write(config, source.replaceAll('\n', '\r\n'));
  expect(JSON.stringify(await importedBehind(place, 'one'))).toBe(before);
});

it.each(['export default config;', 'export { config as default };'])(
  'a run goes on where only another prompt imports what changed, with %s',
  async (exported) => {
    const source = configOf(plain, 'evaluators: [one]', 'evaluators: [second]')
      .replace('export default defineConfig', 'const config = defineConfig')
      .concat(exported);
    const project = await makeProject({ ...files, [config]: source });
    const place = { file: project.path(config), root: project.folder };
    const before = await importedBehind(place, 'one');
    await project.write('evaluators/two.ts', 'export default 3;\n');
    expect(await importedBehind(place, 'one')).toEqual(before);
    await project.write('evaluators/one.ts', 'export default 3;\n');
    expect(await importedBehind(place, 'one')).not.toEqual(before);
  },
);
