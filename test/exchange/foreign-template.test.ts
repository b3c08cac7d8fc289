import { describe, expect, it } from 'vitest';
import { readForeignTemplate } from '../../src/exchange/foreign-template.ts';
import { handlebarsTokens, nunjucksTokens } from '../../src/exchange/template-languages.ts';
import { writeTemplate } from '../../src/prompts/write-template.ts';

function read(tokens: Parameters<typeof readForeignTemplate>[0]) {
  const { parts, lost } = readForeignTemplate(tokens, (word) => word === '>' || word === 'role');
  const text = writeTemplate(
    parts.map((part) => ('helper' in part ? { text: `<${part.helper} ${part.words}>` } : part)),
  );
  return [text, lost];
}

describe('a template of Nunjucks', () => {
  it.each<[string, string, unknown[]]>([
    ['Hi {{ name }}!', 'Hi {{name}}!', []],
    ['{{- name -}}', '{{name}}', []],
    ['{{ name | safe }}', '{{name}}', []],
    ['{{ name | upper }}', '{{name}}', ['the filter "upper" on {{name}}']],
    ['{{ user.first_name }}', '{{user_first_name}}', []],
    ['{{ id }} {{ 2x }}', '{{id_value}} {{x}}', [expect.stringContaining('the expression "2x"')]],
    ["{{ 'literally' }}", 'literally', []],
    ['{# note #}a', 'a', []],
    ['{% raw %}{{x}}{% endraw %}', '\\{{x}}', []],
    ['{% set x = 1 %}a', 'a', [expect.stringContaining('set x = 1')]],
    [
      '{% if a %}A{% elif b %}B{% else %}C{% endif %}',
      'A',
      ['the condition "if a": what it holds is always sent, and no alternative to it'],
    ],
    [
      '{% for item in list.items %}- {{ item }}{% if item %}x{% endif %}{% endfor %}.',
      '{{list_items}}.',
      [expect.stringContaining('the loop "for item in list.items"')],
    ],
    ['{{ a + b }}', '{{a}}', ['the expression "a + b": {{a}} stands in its place']],
    ['{{ never closed', '\\{{ never closed', []],
    ['{% endif %}{% else %}', '', []],
  ])('%j', (source, text, lost) => {
    expect(read(nunjucksTokens(source))).toEqual([text, lost]);
  });
});

describe('a template of Handlebars', () => {
  const partial = (name: string) => (name === 'style' ? 'Speak {{tone}}. {{>style}}' : undefined);

  it.each<[string, string, unknown[]]>([
    ['Hi {{name}}, {{{raw}}}', 'Hi {{name}}, {{raw}}', []],
    ['\\{{name}}', '\\{{name}}', []],
    ['{{! a }}{{!-- {{b}} --}}c', 'c', []],
    ['{{#if a}}A{{else}}B{{/if}}', 'A', [expect.stringContaining('if a')]],
    ['{{#unless a}}A{{/unless}}B', 'B', [expect.stringContaining('unless a')]],
    [
      '{{#each xs}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}',
      '{{xs}}',
      [expect.stringContaining('each xs')],
    ],
    ['{{role "system"}}', '<role "system">', []],
    ['{{>style}}', 'Speak {{tone}}. <> style>', []],
    ['{{> other}}', '<> other>', []],
  ])('%j', (source, text, lost) => {
    expect(read(handlebarsTokens(source, partial))).toEqual([text, lost]);
  });
});
