import { expect, it } from 'vitest';
import { configCode } from '../../src/config/config-code.ts';

const entry =
  "one: { dataset: './one.csv', evaluators: [exactMatch(), own], gates: [{ metric: 'quality', min: 0.5 }] }";
const config = (more = '', inside = entry, rest = '') => `// A config
import { defineConfig, exactMatch, jsonMatch } from 'prompteval';
import own from './own.ts';
${more}
export default defineConfig({
  prompts: { ${inside}, two: { dataset: './two.csv', evaluators: [exactMatch()] } },
  ${rest}
});
`;
const all = (source: string) => {
  const { shared, imports, entries } = configCode(source);
  return JSON.stringify([shared, imports, [...entries].filter(([, code]) => code !== '')]);
};

it.each<[string, string]>([
  ['a comment', config('// words\n/* more */')],
  ['a gate', config('', entry.replace('min: 0.5', 'min: -1e-3, enforce: false'))],
  [
    'a call of the package',
    config('', entry.replace('own]', "own, jsonMatch({ at: ['a'], pattern: /^[/{]+$/i })]")),
  ],
  ['a setting', config('', entry, "maxRunAge: '9d', providers: { mine: { baseURL: `http://x` } },")],
  ['an import of the package', config().replace('exactMatch,', 'exactMatch, contains,')],
  ['a line break', config('', entry.replace('[exactMatch(), own]', '[\n  exactMatch(),\n  own,\n]'))],
])('takes for data: %s', (_, changed) => {
  expect(all(changed)).toBe(all(config()));
});

const wrap = 'JSON.parse = () => 1;';
it.each<[string, string]>([
  ['a statement', config(wrap)],
  ['a statement at the end', `${config()}${wrap}`],
  ['a number that code could use', config('const least = 0.5;')],
  ['an import', config("import './evil.ts';")],
  ['another import', config().replace('./own.ts', './other.ts')],
  [
    'an expression in a value',
    config('', entry.replace("'./one.csv'", `(${wrap.slice(0, -1)}, './one.csv')`)),
  ],
  ['an argument', config('', entry.replace('exactMatch()', 'exactMatch({ at: evil() })'))],
  ['a getter', config('', entry, `get reports() { ${wrap} return 'reports'; },`)],
  ['a computed name', config('', entry, `[evil()]: 1,`)],
  ['a template', config('', entry.replace("'./one.csv'", `\`./\${evil()}\``))],
  ['a text with escapes', config('', entry.replace('own]', "own, '.\\x2fevil.ts']"))],
  ['a spread', config('', `...evil(), ${entry}`)],
  ['another evaluator', config('', entry.replace('own]', 'other]'))],
  ['a name that is not of the package', config('', entry.replace('exactMatch()', 'evil()'))],
  ['what ends a line for the language alone', config(`// words\u2028${wrap}`)],
  ['a hashbang that looks like a comment', `#!/*\n${wrap}\n// */\n${config()}`],
  ['a comment of old scripts', config(`<!-- /*\n${wrap}\n// */`)],
  ['a division that looks like a pattern', config(`let a = b\n/1; ${wrap} 1/2`)],
  ['a return that a line break parts', config('const f = () => { return\n1; };')],
])('takes for code: %s', (_, changed) => {
  expect(all(changed)).not.toBe(all(config()));
});

it('tells a return with a value from one that a line break parts from it', () => {
  expect(all(config('const f = () => { return\n1; };'))).not.toBe(
    all(config('const f = () => { return 1; };')),
  );
});

it("knows whose entry it is in, and that what stands elsewhere is everybody's", () => {
  const { shared, entries } = configCode(config(wrap, entry, 'providers: { mine: own },'));
  expect([...entries]).toEqual([
    ['one', expect.stringContaining('own')],
    ['two', ''],
  ]);
  expect(shared).toContain('JSON . parse');
  expect(shared).toContain('"mine": own');
  expect(shared).not.toContain('./one.csv');
});

const object = (one = '1', two = 'own(1)') =>
  `{ prompts: { one: { repeats: ${one}, evaluators: [${two}] } }, get reports() { return 'a'; } }`;
const called = (more = '', at = 'export default defineConfig(config);') =>
  `import { defineConfig } from 'prompteval';\n${more}\n${at}\n`;

/** Each with the same object: a number in it is data, an argument of the user's own function is code. */
const forms: [string, (text: string) => string][] = [
  ['a value', (text) => `export default ${text} satisfies UserConfig;`],
  ['a constant', (text) => `const config = ${text};\nexport default config;`],
  ['a constant with a type', (text) => `const config: UserConfig = ${text}\nexport default config\n`],
  ['a constant of constants', (text) => `export const config = ${text} as const;\nexport default config;`],
  ['a constant that a call is given', (text) => called(`const config = ${text};`)],
  [
    'a constant of a call',
    (text) => called(`const config = defineConfig(${text});`, 'export default config;'),
  ],
  ['a list', (text) => `const config = ${text};\nconst half = 1;\nexport { half, config as default };`],
  ['module.exports', (text) => `const own = require('./own.cjs')\nmodule.exports = ${text};`],
  ['exports.default', (text) => `'use strict';\nexports.default = ${text};`],
  [
    'what is required',
    (text) => `const { defineConfig } = require('prompteval');\nmodule.exports = defineConfig(${text})`,
  ],
];

it.each(forms)('finds the object of %s', (_, form) => {
  expect(all(form(object('2')))).toBe(all(form(object())));
  for (const changed of [
    form(object('1', 'own(2)')),
    form(object().replace("return 'a'", "return 'b'")),
    form(object().replace('{ prompts', '{ ...more(), prompts')),
    form(object().replace('{ prompts', '{ ["prompts"]: 1, prompts')),
    `${form(object())}\n;JSON.parse = 1;`,
  ]) {
    expect(all(changed)).not.toBe(all(form(object())));
    const [answering, before] = [changed, form(object())].map((source) => {
      const { answering, entries } = configCode(source);
      return answering + entries.get('one');
    });
    expect(answering).not.toBe(before);
  }
});

it.each<[string, (text: string) => string]>([
  [
    'is changed later',
    (text) => `const config = ${text};\nconfig.prompts.one.repeats = 1;\nexport default config;`,
  ],
  ['code goes by', (text) => `const config = ${text};\nif (config.prompts) evil();\nexport default config;`],
  [
    'code in it goes by',
    (text) => `const config = ${text.replace('own(1)', 'own(config)')};\nexport default config;`,
  ],
  ['is reached as exports', (text) => `module.exports = ${text};\nevil(module.exports);`],
  [
    'is exported by a condition too',
    (text) => `module.exports = ${text};\nif (evil()) { module.exports = {}; }`,
  ],
  ['could be another', (text) => `let config = ${text};\nexport default config;`],
  ['is one of two', (text) => `module.exports = ${text};\nexports.default = { prompts: {} };`],
  ['is a part of an expression', (text) => `export default ${text}.prompts;`],
  ['is given to a call', (text) => `export default evil(${text});`],
  [
    'is given to a call in its name',
    (text) => `const defineConfig = evil;\nexport default defineConfig(${text});`,
  ],
  [
    'is given to another call',
    (text) => `const { defineConfig } = require('./evil.cjs');\nmodule.exports = defineConfig(${text});`,
  ],
  [
    'is given to a call that is required otherwise',
    (text) =>
      `var require = evil;\nconst { defineConfig } = require('prompteval');\nmodule.exports = defineConfig(${text});`,
  ],
  ['is declared beside others', (text) => `const one = 1, config = ${text};\nexport default config;`],
  ['goes on in the next line', (text) => `const config = ${text}\n(evil);\nexport default config;`],
  [
    'is exported by another file',
    (text) => `const config = ${text};\nexport { config as default } from './evil.ts';`,
  ],
  ['is assigned twice', (text) => `const config =\nmodule.exports = ${text};`],
])('takes for code all of an object that %s', (_, form) => {
  expect(all(form(object('2')))).not.toBe(all(form(object())));
});
