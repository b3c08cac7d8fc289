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
    ['{{ name | dump }}', '{{name}}', [expect.stringContaining('the filter "dump" on {{name}}: a text')]],
    ['{{ name | trim }}', '{{name}}', ['the filter "trim" on {{name}}']],
    ['{{ name | upper }}', '{{name}}', ['the filter "upper" on {{name}}']],
    ['{{ user.first_name }}', '{{user_first_name}}', []],
    ['{{ id }} {{ 2x }}', '{{id_value}} {{x}}', [expect.stringContaining('the expression "2x"')]],
    ["{{ 'literally' }}", 'literally', []],
    ['{# note #}a', 'a', []],
    ['{% raw %}{{x}}{% endraw %}', '\\{{x}}', []],
    ['{% set x = 1 %}a', 'a', ['the statement "set x = 1": it is left out']],
    ['{% include "b.txt" %}a', 'a', [expect.stringContaining('it is left out')]],
    [
      '{% if a %}A{% else %}{% set x %}B{% endset %}C{% endif %}D',
      'AD',
      [expect.stringContaining('the condition "if a"')],
    ],
    ['a \n{{- name -}}\n b {#- c -#} d', 'a{{name}}bd', []],
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
    [
      '{{#unless a}}A{{/unless}}B',
      'AB',
      ['the condition "unless a": what it holds is always sent, and no alternative to it'],
    ],
    ['{{#unless a}}A{{else}}B{{/unless}}', 'A', [expect.stringContaining('unless a')]],
    ['{{#if a}}A{{else if b}}B{{^}}C{{/if}}D', 'AD', [expect.stringContaining('if a')]],
    [
      '{{^c}}A{{else}}B{{/c}}{{#c}}C{{^}}D{{/c}}',
      'AC',
      [expect.stringContaining('"^c"'), expect.stringContaining('the block "c"')],
    ],
    ['A \\\\{{name}} \\\\\\{{name}}', 'A \\\\{{name}} \\\\\\\\{{name}}', []],
    ['a {{~name~}} b {{&raw}}', 'a{{name}}b {{raw}}', []],
    ['a\n  {{! note }}\nb {{! c }}\n', 'a\nb \n', []],
    ['a\r\n{{#if x}}\r\nb\r\n{{/if}}\r\nc', 'a\r\nb\r\nc', [expect.stringContaining('if x')]],
    [
      '{{#each xs}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}',
      '{{xs}}',
      [expect.stringContaining('each xs')],
    ],
    [
      'a\n{{#each xs}}\n- {{this}}\n{{/each}}\nb',
      'a\n{{xs}}\nb',
      [expect.stringContaining('the loop "each xs"')],
    ],
    ['{{role "system"}}', '<role "system">', []],
    ['{{>style}}', 'Speak {{tone}}. <> style>', []],
    [
      '{{>style tone="kind"}}',
      'Speak {{tone}}. <> style>',
      ['{{> style tone="kind"}}: what it gives to style'],
    ],
    ['{{> other}}', '<> other>', []],
  ])('%j', (source, text, lost) => {
    expect(read(handlebarsTokens(source, partial))).toEqual([text, lost]);
  });
});

describe('a template with a million braces that are never closed', () => {
  const many = 300_000;

  it.each(['{{a ', '{%', '{#', '{% raw %}', '{{{'])('%s is read in one go', (open) => {
    const tokens = [...nunjucksTokens(open.repeat(many))];
    expect(tokens.length).toBeLessThanOrEqual(many);
  });

  it.each(['{{a ', '{{{', '{{{a}}', '{{!--a}}', '{{#if a}}'])(
    '%s is read in one go by Handlebars',
    (open) => {
      const { parts } = readForeignTemplate(
        handlebarsTokens(open.repeat(many), () => undefined),
        () => false,
      );
      expect(parts.length).toBeLessThanOrEqual(many);
    },
  );
});
