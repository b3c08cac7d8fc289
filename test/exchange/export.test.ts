import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import type { PromptFile } from '../../src/core/prompt.ts';
import { readDotprompt } from '../../src/exchange/dotprompt.ts';
import { bedrockLosses, toBedrock } from '../../src/exchange/to-bedrock.ts';
import { dotpromptLosses, toDotprompt } from '../../src/exchange/to-dotprompt.ts';
import { parsePromptFile } from '../../src/prompts/parse-prompt-file.ts';

const parse = (text: string): PromptFile => parsePromptFile(text, 'p.prompt.yml').prompt;

const plain = parse(`name: ask
description: Asks
model: bedrock/amazon.nova-lite-v1:0
modelParameters: {temperature: 0.5, maxTokens: 9, stop: END}
messages:
  - {role: system, content: 'Be {{tone}}, and write \\{{ braces'}
  - {role: user, content: '{{question}}'}
  - {role: assistant, content: Yes}
x-prompteval:
  variables: {tone: {type: string, required: false, default: kind, description: How}}
`);

const rich = parse(`name: rich
model: openai/gpt-4o
modelParameters: {seed: 1, topK: 2}
responseFormat: json_object
messages:
  - {variable: turns}
  - {role: user, content: 'See \\{{ {{q}}', images: ['{{photo}}'], cache: true}
x-prompteval:
  variables: {turns: {type: messages}, photo: {type: image}}
  tools: [{name: find, parameters: {type: object}}]
`);

function fieldsOf(write: () => unknown): string[] {
  try {
    write();
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ field }) => field ?? '');
    throw error;
  }
  return [];
}

describe('an export to dotprompt', () => {
  it('comes back as the same prompt', () => {
    const { prompts, lost } = readDotprompt(toDotprompt({ ...plain, model: 'openai/gpt-4o' }), {
      name: 'ask',
      model: 'demo/in-context',
      partials: new Map(),
    });
    expect(lost).toEqual([]);
    expect(prompts[0]?.source).toMatchObject({
      description: 'Asks',
      model: 'openai/gpt-4o',
      modelParameters: { temperature: 0.5, maxTokens: 9, stop: ['END'] },
      messages: plain.messages,
      'x-prompteval': {
        variables: {
          tone: { type: 'string', required: false, default: 'kind', description: 'How' },
          question: { type: 'string' },
        },
      },
    });
  });

  it.each(['---', '--- end', 'a\n---\nb', '...'])('comes back with the stop text %j', (stop) => {
    const written = toDotprompt({ ...plain, description: stop, modelParameters: { stop } });
    const options = { name: 'ask', model: 'demo/in-context', partials: new Map() };
    const { prompts, lost } = readDotprompt(written, options);
    expect(lost).toEqual([]);
    expect(prompts[0]?.source).toMatchObject({
      description: stop,
      modelParameters: { stop: [stop] },
      messages: plain.messages,
    });
    expect(readDotprompt('---\n---\nHi\n---\nyou', options).prompts[0]?.source.messages).toEqual([
      { role: 'user', content: 'Hi\n---\nyou' },
    ]);
  });

  it('says which variables stand for a way into a value', () => {
    const options = { name: 'ask', model: 'demo/in-context', partials: new Map<string, string>() };
    const { lost } = readDotprompt(
      '---\nmodel: openai/x\nconfig: {temperature: null}\n---\n{{user.name}}',
      options,
    );
    expect(lost).toEqual(['{{user.name}}: {{user_name}} stands in its place, a variable of its own']);
  });

  it('tells of white space that is not kept', () => {
    expect(dotpromptLosses(plain)).toEqual([]);
    const messages = [
      { role: 'user' as const, content: 'a' },
      { role: 'user' as const, content: 'a\n\n' },
    ];
    expect(dotpromptLosses({ ...plain, messages })).toEqual([expect.stringContaining('messages[1]')]);
  });

  it('names everything that it can not say', () => {
    expect(fieldsOf(() => toDotprompt(rich))).toEqual([
      'x-prompteval.tools',
      'modelParameters.seed',
      'messages[0]',
      'messages[1].cache',
    ]);
  });
});

describe('an export to Bedrock', () => {
  it('is the body of CreatePrompt', () => {
    const { messages: [, question, answer] = [] } = plain;
    expect(
      toBedrock({
        ...plain,
        messages: [{ role: 'system' as const, content: 'Be {{tone}}' }, question, answer].flatMap(
          (each) => each ?? [],
        ),
      }),
    ).toEqual({
      name: 'ask',
      description: 'Asks',
      defaultVariant: 'default',
      variants: [
        {
          name: 'default',
          templateType: 'CHAT',
          modelId: 'amazon.nova-lite-v1:0',
          inferenceConfiguration: { text: { temperature: 0.5, maxTokens: 9, stopSequences: ['END'] } },
          templateConfiguration: {
            chat: {
              system: [{ text: 'Be {{tone}}' }],
              messages: [
                { role: 'user', content: [{ text: '{{question}}' }] },
                { role: 'assistant', content: [{ text: 'Yes' }] },
              ],
              inputVariables: [{ name: 'tone' }, { name: 'question' }],
            },
          },
        },
      ],
    });
  });

  it('names everything that it can not say', () => {
    expect(fieldsOf(() => toBedrock(rich))).toEqual([
      'model',
      'responseFormat',
      'modelParameters.seed',
      'modelParameters.topK',
      'x-prompteval.variables.turns',
      'x-prompteval.variables.photo',
      'messages[1].images',
      'messages[1].content',
    ]);
  });
});

describe('what an export leaves out', () => {
  const owned = parse(`name: p
model: openai/x
messages: [{role: user, content: '{{a}} {{b}}'}]
x-prompteval:
  owner: team
  risk: high
  variables: {a: {type: string, maxLength: 5, sensitive: true}, b: {type: string, required: false, default: c, description: d}}
  tools: [{name: find, strict: true, parameters: {type: object}}]
  toolChoice: none
`);

  it('is told where it says nothing to a model, and an error where it does', () => {
    const common = ['owner', 'risk', 'variables.a.sensitive', 'variables.a.maxLength'];
    const told = (fields: string[]) => fields.map((field) => `x-prompteval.${field}: is not kept`);
    expect(dotpromptLosses(owned)).toEqual(told([...common, 'tools[0].strict']));
    expect(bedrockLosses(owned)).toEqual(
      told([
        ...common,
        'variables.b.required',
        'variables.b.default',
        'variables.b.description',
        'tools[0].strict',
      ]),
    );
    expect(fieldsOf(() => toBedrock(owned))).toEqual(['x-prompteval.toolChoice', 'model']);
    const signed = parse(
      'name: p\nmodel: a/b\nmessages: [{role: user, content: "<<<dotprompt:role:system>>>"}]',
    );
    expect(fieldsOf(() => toDotprompt(signed))).toEqual(['messages[0].content']);
  });
});

describe('an import from dotprompt', () => {
  const from = (head: string, body: string) => {
    const options = { name: 'ask', model: 'demo/in-context', partials: new Map<string, string>() };
    const { prompts, lost } = readDotprompt(`---\nmodel: openai/x\n${head}\n---\n${body}`, options);
    return { source: prompts[0]?.source, lost };
  };

  it.each<[string, string, string[]]>([
    ['name: other', 'a', ['name: the prompt is called ask']],
    ['config: {response_format: {type: xml}}', 'a', ['the parameter response_format: {"type":"xml"}']],
    ['output: {schema: Recipe}', 'a', ['output.schema "Recipe"']],
    ['input: {schema: {a: string, b: string}}', '{{a}}', ['input b: no text uses it']],
    [
      'input: {schema: {"a(enum)": [x, y], "n?": number}}',
      '{{a}} {{n}}',
      ['input a: its enum', 'input n: it may be missing, and is empty then, which only a text can be'],
    ],
    ['', 'a <<<dotprompt:role:system>>>', ['<<<dotprompt:role:system>>>: it is sent as it stands']],
    ['', '{{role "tool"}}a{{role "user"}}b', ['a message of the role "tool"']],
    ['', '{{role who}}a', ['{{role who}}: the role is user']],
    [
      '',
      '{{json user.data indent=2}}',
      [
        '{{json user.data indent=2}}: its indent=2',
        '{{user.data}}: {{user_data}} stands in its place, a variable of its own',
      ],
    ],
    [
      '',
      'See {{media url=id contentType="image/png"}}',
      [
        '{{media url=id contentType="image/png"}}: all but its url',
        '{{id}}: {{id_value}} stands in its place, a variable of its own',
      ],
    ],
    ['', '{ {{{a}}} {{{a}}}', []],
    [
      '',
      '{{#if a}}{ {{~a}}{{/if}}',
      [
        'the condition "if a": what it holds is always sent, and no alternative to it',
        'the brace before {{a}}: a space stands between the two',
      ],
    ],
  ])('%s and %j', (head, body, lost) => {
    expect(from(head, body).lost).toEqual(lost);
  });

  it('reads a file with the line ends of Windows', () => {
    const { source, lost } = from('config: {temperature: 0.5}\r\noutput: {format: json}\r', 'Hi');
    expect(source).toMatchObject({ responseFormat: 'json_object', modelParameters: { temperature: 0.5 } });
    expect(lost).toEqual([]);
  });

  it('takes the format of answers and pictures with an address over', () => {
    const { source } = from(
      'config: {response_format: {type: json_object}}',
      'See {{media url="https://a.test/b.png"}}',
    );
    expect(source).toMatchObject({
      responseFormat: 'json_object',
      messages: [{ role: 'user', content: 'See', images: ['https://a.test/b.png'] }],
    });
  });
});
