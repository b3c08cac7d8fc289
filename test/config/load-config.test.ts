import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configNames, findConfig, importModule, loadConfig } from '../../src/config/load-config.ts';
import { InputError } from '../../src/core/errors.ts';
import type { Problem } from '../../src/core/problem.ts';
import * as packageExports from '../../src/index.ts';
import * as testing from '../../src/testing/index.ts';
import { makeProject } from '../support/temporary-project.ts';

const exported = { ...packageExports };

describe('finding the config', () => {
  it.each(configNames)('finds %s', async (name) => {
    const project = await makeProject({ [name]: '' });
    expect(findConfig(project.folder, undefined)).toBe(project.path(name));
  });

  it('walks up, to the nearest one', async () => {
    const name = 'prompteval.config.ts';
    const project = await makeProject({ [name]: '', [`a/b/${name}`]: '', 'a/b/c/d/x': '', 'a/x': '' });
    expect(findConfig(project.path('a/b/c/d'), undefined)).toBe(project.path(`a/b/${name}`));
    expect(findConfig(project.path('a'), undefined)).toBe(project.path(name));
  });

  it('prefers TypeScript', async () => {
    const files = Object.fromEntries([...configNames].reverse().map((name) => [name, '']));
    const project = await makeProject(files);
    expect(findConfig(project.folder, undefined)).toBe(project.path('prompteval.config.ts'));
  });

  it('does not take a folder for one', async () => {
    const project = await makeProject({ 'prompteval.config.js': '' });
    await mkdir(project.path('prompteval.config.ts'));
    expect(findConfig(project.folder, undefined)).toBe(project.path('prompteval.config.js'));
    expect(() => findConfig(project.folder, 'prompteval.config.ts')).toThrow('this is no file');
  });

  it('takes the one that is named', async () => {
    const project = await makeProject({ 'prompteval.config.ts': '', 'other/ci.ts': '' });
    expect(findConfig(project.folder, 'other/ci.ts')).toBe(project.path('other/ci.ts'));
    expect(findConfig('/', project.path('other/ci.ts'))).toBe(project.path('other/ci.ts'));
  });

  it('says which names it looked for', async () => {
    const project = await makeProject();
    expect(() => findConfig(project.folder, undefined)).toThrow(
      `no config found in ${project.folder} or above it; expected one of ${configNames.join(', ')}. Name one with --config`,
    );
    expect(() => findConfig(project.folder, 'gone.ts')).toThrow('gone.ts: this config file does not exist');
  });
});

const javascript = `import { defineConfig, exactMatch } from 'prompteval';
export default defineConfig({ prompts: { greet: { dataset: 'a.csv', evaluators: [exactMatch()] } } });
`;
const typescript = `import { defineConfig, exactMatch, type UserConfig } from 'prompteval';
import politeness from './evaluators/politeness.ts';
const config: UserConfig = { prompts: { greet: { dataset: 'a.csv', evaluators: [exactMatch(), politeness] } } };
export default defineConfig(config) satisfies UserConfig;
`;
const evaluator = `import { defineEvaluator, type Metric } from 'prompteval';
const metric: Metric = { id: 'polite', better: 'higher', kind: 'binary', range: [0, 1] };
export default defineEvaluator({ name: 'politeness', version: '1', metrics: [metric], evaluate: () => [] });
`;

describe('loading a config', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['ts', { 'prompteval.config.ts': typescript }, ['exactMatch', 'politeness']],
    ['mts', { 'prompteval.config.mts': typescript }, ['exactMatch', 'politeness']],
    ['js', { 'prompteval.config.js': javascript }, ['exactMatch']],
    ['mjs', { 'prompteval.config.mjs': javascript }, ['exactMatch']],
    [
      'js in a CommonJS package',
      { 'prompteval.config.js': javascript, 'package.json': '{"type": "commonjs"}' },
      ['exactMatch'],
    ],
    [
      'js in an ES package',
      { 'prompteval.config.js': javascript, 'package.json': '{"type": "module"}' },
      ['exactMatch'],
    ],
    [
      'mjs beside a .js in a CommonJS package',
      {
        'prompteval.config.mjs': `import politeness from './evaluators/politeness.js';
import { exactMatch } from 'prompteval';
const evaluators = await Promise.resolve([exactMatch(), politeness]);
export default { prompts: { greet: { evaluators } } };
`,
        'evaluators/politeness.js': evaluator.replace(', type Metric', '').replace(': Metric', ''),
        'package.json': '{"type": "commonjs"}',
      },
      ['exactMatch', 'politeness'],
    ],
    [
      'json',
      { 'prompteval.config.json': '\uFEFF{"prompts": {"greet": {"evaluators": [{"name": "x"}]}}}' },
      ['x'],
    ],
  ])('%s', async (_, files, names) => {
    const project = await makeProject({ ...files, 'evaluators/politeness.ts': evaluator });
    const [file = ''] = Object.keys(files);
    const loaded = await loadConfig(project.path(file), exported);
    expect(loaded).toMatchObject({ file: project.path(file), root: project.folder, source: files[file] });
    expect(loaded.value).toMatchObject({
      prompts: { greet: { evaluators: names.map((name) => ({ name })) } },
    });
  });

  it("gives the user's files this very package, not another copy", async () => {
    const project = await makeProject({
      'prompteval.config.ts': "import { InputError } from 'prompteval';\nexport default { InputError };\n",
    });
    const { value } = await loadConfig(project.path('prompteval.config.ts'), exported);
    expect(value).toEqual({ InputError });
  });

  it('gives them its other entries too', async () => {
    const project = await makeProject({
      'prompteval.config.ts':
        "import { createClient } from 'prompteval/client';\nimport * as testing from 'prompteval/testing';\nexport default { createClient, testing };\n",
    });
    const { value } = await loadConfig(project.path('prompteval.config.ts'), exported);
    expect(value).toMatchObject({
      createClient: expect.any(Function),
      testing: Object.fromEntries(Object.keys(testing).map((name) => [name, expect.any(Function)])),
    });
  });

  it.each([
    ['without its extension', 'evaluators/politeness'],
    ['by the .js that it will be', 'evaluators/politeness.js'],
    ['by its folder', 'evaluators'],
  ])('loads a file that is named %s', async (_, name) => {
    const project = await makeProject({
      'evaluators/politeness.ts': evaluator,
      'evaluators/index.ts': evaluator,
    });
    expect(await importModule(project.path(name), exported)).toMatchObject({ name: 'politeness' });
  });

  it.each(['mjs', 'js', 'mts'])(
    'gives the functions of a .ts one text, whatever Node loads itself: %s',
    async (ending) => {
      const typed =
        'const count = (text: string): number => text.length;\nexport default (text: string) => count(text) as number;\n';
      const named = `import count from './count.ts';\nexport default count;\n`;
      const project = await makeProject({
        'package.json': '{"type": "module"}',
        'count.ts': typed,
        'prompteval.config.ts': named,
        [`other.${ending}`]: named,
      });
      const [text, other] = await Promise.all(
        ['prompteval.config.ts', `other.${ending}`].map(async (file) =>
          String(await importModule(project.path(file), exported)),
        ),
      );
      expect(text).toContain('count(text)');
      expect(other).toBe(text);
    },
  );

  it('reads a file again that was edited meanwhile', async () => {
    const project = await makeProject({ 'prompteval.config.ts': 'export default { a: 1 };\n' });
    const file = project.path('prompteval.config.ts');
    expect((await loadConfig(file, exported)).value).toEqual({ a: 1 });
    await project.write('prompteval.config.ts', 'export default { a: 2 };\n');
    expect((await loadConfig(file, exported)).value).toEqual({ a: 2 });
  });

  it.each([
    ['nothing', 'const config = {};\n'],
    ['names alone', 'export const config = {};\n'],
  ])('finds no value where a file exports %s', async (_, text) => {
    const project = await makeProject({ 'prompteval.config.ts': text });
    const { value } = await loadConfig(project.path('prompteval.config.ts'), exported);
    expect(value).toBeUndefined();
  });

  it('leaves no cache where there is no node_modules', async () => {
    const project = await makeProject({
      'prompteval.config.ts': typescript,
      'evaluators/politeness.ts': evaluator,
    });
    await loadConfig(project.path('prompteval.config.ts'), exported);
    expect(await project.list()).toEqual(['evaluators/politeness.ts', 'prompteval.config.ts']);
  });
});

async function mistakesOf(files: Record<string, string>): Promise<Problem[]> {
  const project = await makeProject(files);
  const [file = ''] = Object.keys(files);
  const error = await loadConfig(project.path(file), exported).catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw new Error('it loaded', { cause: error });
  return error.problems.map((problem) => {
    expect(problem.file).toBeDefined();
    return { ...problem, file: (problem.file ?? '').split(/prompteval-test-\w+[/\\]/)[1] ?? '' };
  });
}

describe('a config that can not be loaded', () => {
  const file = 'prompteval.config.ts';

  it.each<[string, Record<string, string>, Problem]>([
    [
      'throws',
      { [file]: "const a: number = 1;\n\nthrow new Error('no such stage');\n" },
      { file, line: 3, message: 'this config could not be loaded: no such stage' },
    ],
    [
      'throws a text',
      { [file]: "throw 'no such stage';\n" },
      { file, message: 'this config could not be loaded: no such stage' },
    ],
    [
      'throws far away',
      { [file]: "import './evaluators/a.ts';\nexport default {};\n", 'evaluators/a.ts': '\nnull.x;\n' },
      {
        file: 'evaluators/a.ts',
        line: 2,
        message: "this config could not be loaded: Cannot read properties of null (reading 'x')",
      },
    ],
    [
      'is no TypeScript',
      { [file]: 'export default {\n  a: 1,\n  b: ,\n};\n' },
      {
        file,
        line: 3,
        message: 'this config could not be loaded: Unexpected token (prompteval.config.ts:3:5)',
      },
    ],
    [
      'imports what is not there',
      { [file]: "import a from './a.ts';\nexport default a;\n" },
      { file, line: 1, message: "this config could not be loaded: Cannot find module './a.ts'" },
    ],
    [
      'imports a package that is not there',
      { [file]: "import a from 'no-such-package';\nexport default a;\n" },
      { file, line: 1, message: "this config could not be loaded: Cannot find module 'no-such-package'" },
    ],
    [
      'calls what prompteval does not export',
      { [file]: "import { exactMach } from 'prompteval';\n\nexport default exactMach();\n" },
      { file, line: 3, message: `'prompteval' exports no "exactMach"`, hint: 'Did you mean "exactMatch"?' },
    ],
    [
      'gives an evaluator an unknown option',
      { [file]: "import { exactMatch } from 'prompteval';\nexport default exactMatch({ metrc: 'a' });\n" },
      { file, line: 2, field: 'exactMatch.metrc', message: 'unknown option', hint: 'Did you mean "metric"?' },
    ],
    [
      'imports an evaluator that is none',
      {
        [file]: "import a from './evaluators/a.ts';\nexport default a;\n",
        'evaluators/a.ts':
          "import { defineEvaluator } from 'prompteval';\n\nexport default defineEvaluator({ name: 'a', version: '1', metrics: [], evaluate: () => [] });\n",
      },
      {
        file: 'evaluators/a.ts',
        line: 3,
        field: 'a.metrics',
        message: 'is empty',
        expected: 'at least one metric',
      },
    ],
  ])('because it %s', async (_, files, problem) => {
    expect(await mistakesOf(files)).toEqual([problem]);
  });

  it.each<[string, string, number, RegExp]>([
    ['a missing value', '{"a": 1,\n "b": }\n', 2, /^this is not JSON: Unexpected token '}'/],
    ['an end that is missing', '{"a": 1,\n "b": [2\n\n', 2, /^this is not JSON: /],
    ['a comma too many', '{\n "a": 1,\n}\n', 3, /^this is not JSON: /],
    ['a comma too few', '{\n "a": 1\n "b": 2\n}\n', 3, /^this is not JSON: /],
    ['an unfinished text', '{\n "a": "x\n}\n', 2, /^this is not JSON: /],
    ['a comment', `{\n "a": [${'1, '.repeat(50)}1],\n // note\n "b": 1\n}\n`, 3, /^this is not JSON: /],
    ['nothing', '', 1, /^this is not JSON: Unexpected end of JSON input$/],
  ])('because it is JSON with %s', async (_, text, line, message) => {
    expect(await mistakesOf({ 'prompteval.config.json': text })).toEqual([
      { file: 'prompteval.config.json', line, message: expect.stringMatching(message) },
    ]);
  });

  it('goes on with what stands twice in JSON, and says at which line', async () => {
    const name = 'prompteval.config.json';
    const text =
      '\ufeff{"prompts": {"greet": {\n  "gates": [1],\n  "gates":\n  [2]\n}}, "maxCost": 1, "maxCost": 2}\n';
    const project = await makeProject({ [name]: text });
    const { value, problems } = await loadConfig(project.path(name), exported);
    expect(value).toEqual({ prompts: { greet: { gates: [2] } }, maxCost: 2 });
    expect(problems.map(({ file: _, ...problem }) => problem)).toEqual([
      { line: 3, field: 'prompts.greet.gates', message: 'the key "gates" stands twice' },
      { line: 5, field: 'maxCost', message: 'the key "maxCost" stands twice' },
    ]);
    expect(problems.every((problem) => problem.file?.endsWith(name))).toBe(true);
  });

  it('keeps the cause for who looks for a bug', async () => {
    const project = await makeProject({ [file]: "throw new RangeError('no');\n" });
    const error = await loadConfig(project.path(file), exported).catch((reason: unknown) => reason);
    expect(error).toHaveProperty('cause', expect.any(RangeError));
  });
});

it('imports evaluators the same way', async () => {
  const project = await makeProject({ 'a.ts': evaluator, 'b.ts': 'export const b = 1;\n' });
  expect(await importModule(join(project.folder, 'a.ts'), exported)).toMatchObject({ name: 'politeness' });
});
