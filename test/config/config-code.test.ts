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
