import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { Json, JsonObject } from '../../src/core/json.ts';
import type { ReferencedFiles } from '../../src/exchange/imported.ts';
import { readForeign } from '../../src/exchange/read-foreign.ts';

function read(
  path: string,
  text: string,
  { name, beside = {} }: { name?: string; beside?: Record<string, string> } = {},
) {
  const files: ReferencedFiles = {
    read: async (file) => {
      const found = beside[file];
      return found === undefined ? { problem: 'it can not be read' } : { text: found };
    },
    list: async () => Object.keys(beside).filter((file) => file.endsWith('.txt')),
  };
  return readForeign({ path, text, name, model: 'openai/gpt-4o-mini' }, files);
}

async function problemsOf(promise: Promise<unknown>) {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  return error instanceof InputError ? error.problems : error;
}

describe('a list of Langfuse', () => {
  const version = (name: string, number: number, prompt: string): JsonObject => ({
    name,
    version: number,
    prompt,
    config: { model: 'openai/x' },
  });
  const list = JSON.stringify([
    version('a', 1, 'one'),
    version('a', 2, 'two'),
    version('b', 1, 'three @@@langfusePrompt:name=shared|label=production@@@'),
  ]);

  it.each([
    [undefined, 'a', 'two', ['the prompt b: --name b takes it', 'version 1 of a: version 2 is taken']],
    ['other', 'other', 'two', ['the prompt b: --name b takes it', 'version 1 of a: version 2 is taken']],
    [
      'b',
      'b',
      'three @@@langfusePrompt:name=shared|label=production@@@',
      [
        'the prompt a: --name a takes it',
        'prompt[0]: @@@langfusePrompt:name=shared|label=production@@@ names another prompt, and is sent as it stands',
      ],
    ],
  ])('with --name %s is the prompt %s', async (asked, name, content, lost) => {
    const imported = await read('list.json', list, asked === undefined ? {} : { name: asked });
    expect(imported).toMatchObject({ name, lost });
    expect(imported.prompts[0]?.source.messages).toEqual([{ role: 'user', content }]);
  });
});

describe('a prompt of Langfuse', () => {
  const from = (prompt: Json, more: JsonObject = {}) =>
    read('one.json', JSON.stringify({ name: 'one', prompt, config: { model: 'openai/x', ...more } }));

  it.each<[JsonObject, JsonObject, string[]]>([
    [{ type: 'json_object' }, { responseFormat: 'json_object' }, []],
    [
      { type: 'json_schema', json_schema: { name: 'a', strict: true, schema: { type: 'object' } } },
      {
        responseFormat: 'json_schema',
        jsonSchema: { name: 'a', strict: true, schema: { type: 'object' } },
      },
      [],
    ],
    [{ type: 'text' }, {}, []],
    [{ type: 'json_schema' }, {}, ['the parameter response_format: {"type":"json_schema"}']],
    [{ type: 'grammar' }, {}, ['the parameter response_format: {"type":"grammar"}']],
  ])('with the response format %j', async (response_format, expected, lost) => {
    const imported = await from('a', { response_format });
    const { responseFormat, jsonSchema } = imported.prompts[0]?.source ?? {};
    expect({ ...(responseFormat && { responseFormat }), ...(jsonSchema && { jsonSchema }) }).toEqual(
      expected,
    );
    expect(imported.lost).toEqual(lost);
  });

  it.each<[string, string, string[]]>([
    ['{{ x }} {y} {{}}', '{{x}} {y} \\{{}}', []],
    ['{{{x}}}', '{ {{x}}}', ['prompt[0]: the brace before {{x}}: a space stands between the two']],
    ['{{a.b}} {{a.b}}', '{{a_b}} {{a_b}}', ['prompt[0]: {{a.b}}: it is called {{a_b}} here']],
    ['{{ user name }}', '{{user_name}}', ['prompt[0]: {{user name}}: it is called {{user_name}} here']],
    ['{{id}}', '{{id_value}}', ['prompt[0]: {{id}}: it is called {{id_value}} here']],
    [
      '{{a.b}} {{a_b}}',
      '{{a_b}} {{a_b}}',
      [
        'prompt[0]: {{a.b}}: it is called {{a_b}} here',
        'prompt[0]: {{a_b}}: {{a_b}} stands in its place, which is {{a.b}} too',
      ],
    ],
    ['{{! c }}', '\\{{! c }}', ['prompt[0]: {{! c }} is no variable, and is sent as it stands']],
  ])('says how it changes %j', async (prompt, content, lost) => {
    const imported = await from(prompt);
    expect(imported.prompts[0]?.source.messages).toEqual([{ role: 'user', content }]);
    expect(imported.lost).toEqual(lost);
  });

  it('says which fields of a message and of the prompt it leaves out', async () => {
    const { lost } = await read(
      'one.json',
      JSON.stringify({
        name: 'one',
        tags: ['x', 'y'],
        config: { model: 'openai/x', tools: [] },
        prompt: [
          { role: 'user', content: 'a', cache: true },
          { type: 'placeholder', name: 'past turns' },
        ],
      }),
    );
    expect(lost).toEqual([
      'prompt[0]: cache',
      'prompt[1]: {{past turns}}: it is called {{past_turns}} here',
      'the parameter tools',
      'tags: x, y',
    ]);
  });
});

describe("GitHub's .prompt.yml", () => {
  it.each([
    [
      'model: gpt-4o-mini',
      'openai/gpt-4o-mini',
      ['the model gpt-4o-mini: it names no provider; openai/gpt-4o-mini stands in its place'],
    ],
    ['model: meta/llama', 'meta/llama', []],
    ['description: x', 'openai/gpt-4o-mini', ['no model is named; openai/gpt-4o-mini stands in its place']],
  ])('%s: the model is %s', async (line, model, lost) => {
    const imported = await read('x.prompt.yml', `${line}\nmessages: [{role: user, content: a}]\n`);
    expect(imported.prompts[0]?.source.model).toBe(model);
    expect(imported.lost).toEqual(lost);
  });
});

it("takes the texts of GitHub's .prompt.yml as GitHub reads them", async () => {
  const { prompts, rows, lost } = await read(
    's.prompt.yml',
    `model: openai/x
messages:
  - {role: user, content: 'C:\\{{id}} {{#if a}} {{ user.name }} {{count}} {{{count}}'}
testData:
  - {id: a, user.name: Ann, count: 2, expected: b}
`,
  );
  expect(prompts[0]?.source).toMatchObject({
    messages: [{ content: 'C:\\\\{{id_value}} \\{{#if a}} {{user_name}} {{count}} { {{count}}' }],
    'x-prompteval': { variables: { count: { type: 'number' } } },
  });
  expect(rows).toEqual([{ count: 2, expected: 'b', id_value: 'a', user_name: 'Ann' }]);
  expect(lost).toEqual([
    'messages[0]: the brace before {{count}}: a space stands between the two',
    '{{id}}: it is called {{id_value}} here',
    '{{user.name}}: it is called {{user_name}} here',
  ]);
});

it.each(['a.prompt', 'a.dotprompt', 'A.short.dotprompt', 'a.PROMPT'])(
  'takes %s for dotprompt',
  async (path) => {
    const { name, prompts } = await read(path, '---\nmodel: openai/x\n---\nHi {{name}}.');
    expect([name, prompts[0]?.variant]).toEqual(['a', path.includes('short') ? 'short' : null]);
    expect(prompts[0]?.source).toMatchObject({ messages: [{ content: 'Hi {{name}}.' }] });
  },
);

it('reads a partial of dotprompt without its frontmatter', async () => {
  const beside = { '_style.prompt': '---\r\ninput: {schema: {tone: string}}\r\n---\r\nBe {{tone}}.' };
  const { prompts } = await read('a.prompt', '{{>style}} Answer.', { beside });
  expect(prompts[0]?.source.messages).toEqual([{ role: 'user', content: 'Be {{tone}}. Answer.' }]);
});

describe("promptfoo's files", () => {
  const config = 'prompts: [file://p/*.txt]\nproviders: [openai:x]\ntests: [tests.csv]\n';

  it.each([
    ['name,__expected\nJo,"contains:a" b\n', 'tests.csv', 2],
    ['name;__expected\n"Jo;x";"contains:a\n', 'tests.csv', 2],
  ])('are refused where a quote is broken: %j', async (csv, file, line) => {
    expect(await problemsOf(read('c.yaml', config, { beside: { 'tests.csv': csv } }))).toMatchObject([
      { file, line, message: 'has a quote that does not enclose a whole cell' },
    ]);
  });

  it('are read by the separator of their header, and named where a pattern finds several', async () => {
    const beside = {
      'tests.csv': 'name;__expected\n"Jo; x";"contains: ""a"""\n',
      'p/1.txt': 'A {{name | upper}}',
      'p/2.txt': 'B {{name | lower}}',
    };
    const { rows, lost } = await read('c.yaml', config, { beside });
    expect(rows).toEqual([{ name: 'Jo; x', checks: [{ use: 'contains', text: '"a"' }] }]);
    expect(lost).toEqual([
      'prompts[0] p/1.txt: the filter "upper" on {{name}}',
      'prompts[0] p/2.txt: the filter "lower" on {{name}}',
    ]);
  });

  it.each([
    ['tests.yaml', '- vars: {a: [\n'],
    ['tests.jsonl', '{"vars":{"a":1}}\n{"vars":'],
  ])('are refused where they can not be read: %s', async (file, text) => {
    const named = `prompts: [a]\nproviders: [openai:x]\ntests: ${file}\n`;
    expect(await problemsOf(read('c.yaml', named, { beside: { [file]: text } }))).toMatchObject([
      { file, line: 2 },
    ]);
  });
});

it.each([
  ['bad.json', '{"prompts": [\n', 'is no valid JSON: '],
  ['twice.json', '{"a": 1,\n "a": 2}', 'the key "a" stands twice'],
  ['bad.yaml', 'prompts: [\n', 'is no valid YAML: '],
])('says of %s what it is not', async (file, text, says) => {
  expect(await problemsOf(read(file, text))).toMatchObject([
    { file, message: expect.stringContaining(says) },
  ]);
});

it('calls a prompt by the folder where the file is called as all are', async () => {
  const none = { read: async () => ({ problem: '' }), list: async () => [] };
  const config = 'prompts: [Say]\nproviders: [openai:x]\n';
  const file = { path: 'promptfooconfig.yaml', folder: 'Letters', text: config, model: 'a/b' };
  expect((await readForeign(file, none)).name).toBe('letters');
});
