import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderPrompt } from '../../src/prompts/render.ts';
import { parseTemplate } from '../../src/prompts/template.ts';
import { promptOf } from './prompts.ts';

it.each([
  ['plain', [{ text: 'plain' }]],
  ['', []],
  ['{{a}}', [{ variable: 'a', offset: 0 }]],
  [
    'x {{ größe_1 }}{{b-c}}',
    [{ text: 'x ' }, { variable: 'größe_1', offset: 2 }, { variable: 'b-c', offset: 15 }],
  ],
  ['{"a": {{a}}}', [{ text: '{"a": ' }, { variable: 'a', offset: 6 }, { text: '}' }]],
  ['{"a": {"b": 1}}', [{ text: '{"a": {"b": 1}}' }]],
  ['\\{{a}}', [{ text: '{{' }, { text: 'a}}' }]],
  ['\\\\{{a}}', [{ text: '\\' }, { variable: 'a', offset: 2 }]],
  ['\\\\\\{{a}}', [{ text: '\\' }, { text: '{{' }, { text: 'a}}' }]],
  ['a \\ b', [{ text: 'a \\ b' }]],
])('%j is cut into its parts', (source, parts) => {
  expect(parseTemplate(source)).toEqual({ parts, mistakes: [] });
});

it.each(['{{}}', '{{ a b }}', '{{{a}}}', '{{a', '{{1a}}', '{{a.b}}', '{{__proto__}}', 'x {{\n}}'])(
  '%j is a mistake',
  (source) => {
    expect(parseTemplate(source).mistakes).toHaveLength(1);
  },
);

it('goes on behind a placeholder that is never closed', () => {
  expect(parseTemplate('{{a {{').mistakes.map(({ offset }) => offset)).toEqual([0, 4]);
});

it('gives any text back when its braces are escaped', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('{{', '}}', '\\', 'a', '{', ' ')), (pieces) => {
      const text = pieces.join('');
      const escaped = text.replace(/(\\*)\{\{/g, (_, slashes: string) => `${slashes}${slashes}\\{{`);
      expect(renderPrompt(promptOf(escaped), {})).toEqual([{ role: 'user', content: text }]);
    }),
  );
});
