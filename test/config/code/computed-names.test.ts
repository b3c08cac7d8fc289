import { expect, it } from 'vitest';
import { computesNames } from '../../../src/config/code/computed-names.ts';

const fs = "import { readFile, readFileSync } from 'node:fs';\n";
const here = 'const here = dirname(fileURLToPath(import.meta.url));\n';

it.each<[string, string]>([
  ['no reading', "export const open = (text: string) => text.replace(/a/, 'b');"],
  ['an import', "const a = await import('./a.ts');"],
  ['an import of a plain template', 'const a = await import(`./a.ts`);'],
  ['require', "const a = require('./a.json');"],
  ['require that was made', "const need = createRequire(import.meta.url);\nneed('./a.json');"],
  ['a file', `${fs}readFileSync('a.json', 'utf8');`],
  ['a file, over lines', `${fs}readFileSync(\n  'a.json',\n  'utf8',\n);`],
  ['a file beside it', `${fs}readFileSync(new URL('./a.json', import.meta.url), 'utf8');`],
  ['its path', `${fs}readFileSync(fileURLToPath(new URL('./a.json', import.meta.url)));`],
  ['parts of a path', `${fs}readFileSync(join('a', 'b.json'));`],
  ['parts of a path from here', `${fs}readFileSync(path.join(import.meta.dirname, 'a.json'));`],
  ['parts of a path from a name for here', `${fs}${here}readFileSync(join(here, 'a', 'b.json'));`],
  ['what is written', "import { writeFileSync } from 'fs';\nwriteFileSync(name, 'x');"],
  [
    'what it calls reading itself',
    'const readJson = (text) => JSON.parse(text);\nreadJson(completion.text);',
  ],
  ['a comment', "// import(name) and readFile(name)\nimport('./a.ts');"],
])('names what it reads: %s', (_, source) => {
  expect(computesNames(source)).toBe(false);
});

it.each<[string, string]>([
  ['an import', 'await import(name);'],
  ['an import of a template', `await import(\`./\${name}.ts\`);`],
  ['an import of a sum', "await import('./' + name);"],
  ['require', 'require(name);'],
  ['require.resolve', 'require.resolve(name);'],
  ['require that was made', 'const need = createRequire(import.meta.url);\nneed(name);'],
  ['require that is made', 'createRequire(import.meta.url)(name);'],
  ['a file', `${fs}readFileSync(name);`],
  ['a file of a library', "import { readJson } from 'fs-extra';\nreadJson(name);"],
  ['files of a pattern', "import { globby } from 'globby';\nglobby(patterns);"],
  ['a file of a sum', `${fs}readFileSync('rules/' + name);`],
  ['a path', `${fs}readFileSync(join(here, 'a.json'));`],
  ['a path with a value', `${fs}${here}readFileSync(join(here, name));`],
  ['a method', "import fs from 'fs';\nfs.promises.readFile(name);"],
  ['a method by its name', "import fs from 'fs';\nfs[method]('a.json');"],
  ['by another name', "import { readFile as get } from 'fs/promises';\nget(name);"],
  ['handed on', `${fs}const get = promisify(readFile);`],
  ['an open file', "import { open } from 'node:fs/promises';\nopen(name);"],
  ['a folder', `${fs}for (const name of readdirSync(folder)) use(name);`],
  ['another program', "import { execFileSync } from 'node:child_process';\nexecFileSync('check');"],
])('makes up what it reads: %s', (_, source) => {
  expect(computesNames(source)).toBe(true);
});
