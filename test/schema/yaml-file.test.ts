import { expect, it } from 'vitest';
import { readYamlFile } from '../../src/schema/yaml-file.ts';

const nine = (name: string) => `[${Array(9).fill(`*${name}`).join(', ')}]`;

it.each([
  [
    'a value that holds itself',
    'name: x\nmessages: &a\n  - role: user\n    content: *a\n',
    4,
    'stands inside of what it names',
  ],
  [
    'aliases that repeat each other',
    `a: &a [x, x, x]\nb: &b ${nine('a')}\nc: &c ${nine('b')}\nd: ${nine('c')}\n`,
    4,
    'alias count',
  ],
  ['lists without end', `a: 1\nb: ${'['.repeat(20_000)}`, 2, 'too many lists or maps'],
  ['entries without end', `a: 1\n${'- '.repeat(20_000)}`, 2, 'too many lists or maps'],
  ['an alias without its anchor', 'a: 1\nb: *no\nc: *no2\n', 2, 'Unresolved alias'],
])('names the line of %s', (_, text, line, says) => {
  const { value, problems } = readYamlFile(text);
  expect(value).toBeUndefined();
  expect(problems).toEqual([{ line, message: expect.stringContaining(says) }]);
});

it('reads what is deep, and texts that look deeper', () => {
  const text = `a: ${'['.repeat(400)}${']'.repeat(400)}\nb: |\n  ${'['.repeat(900)}\nc: "${'{'.repeat(900)}"\n`;
  expect(readYamlFile(text)).toMatchObject({ value: { b: `${'['.repeat(900)}\n` }, problems: [] });
});

it('reads an honest alias', () => {
  expect(readYamlFile('a: &a {x: 1}\nb: *a\n')).toMatchObject({ value: { b: { x: 1 } }, problems: [] });
});
