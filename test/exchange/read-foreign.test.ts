import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { JsonObject } from '../../src/core/json.ts';
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
