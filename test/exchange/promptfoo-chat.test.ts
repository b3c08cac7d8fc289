import { expect, it } from 'vitest';
import { readChat } from '../../src/exchange/promptfoo-chat.ts';

const system = '{"role": "system", "content": "Be {{tone}}"}';

it.each<[string, unknown[] | undefined, unknown[]]>([
  [`[${system}, {"role": "user", "content": {{text | dump}}}]`, ['Be {{tone}}', '{{ text }}'], []],
  [
    `[${system}, {"role": "user", "content": {{- user['a'] | dump(2) -}} }]`,
    ['Be {{tone}}', "{{ user['a'] }}"],
    [],
  ],
  [`[{"role": "user", "content": "\\"{{q}}\\" and {{a | dump}}"}]`, ['"{{q}}" and {{a | dump}}'], []],
  [`[{# note #}{"role": "user", "content": "a"}]`, ['a'], []],
  [
    `[{"role": "user", "content": {{text}}}]`,
    ['{{ text }}'],
    ['{{text}} stands in JSON without quotes: it is taken for a text'],
  ],
  [
    `[${system}, {% for m in turns %}{"role": "user", "content": {{m | dump}}},{% endfor %}]`,
    undefined,
    [expect.stringContaining('it is one message, as it stands')],
  ],
  [
    '- role: user\n  content: {{text}}\n- role: system\n  content: {{a}}: {{b}}\n',
    ['{{text}}', '{{a}}: {{b}}'],
    [],
  ],
  ['- role: user\n  content: {{text | dump}}\n', ['{{ text }}'], []],
  ['- a list\n- of {{things}}', undefined, []],
  ['[{{text}}]', undefined, []],
  ['Say {{text}}', undefined, []],
])('%j', (text, contents, lost) => {
  const said: string[] = [];
  const chat = readChat(text, said);
  expect(chat?.map((turn) => (turn as { content?: unknown }).content)).toEqual(contents);
  expect(said).toEqual(lost);
});
