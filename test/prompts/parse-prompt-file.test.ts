import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { formatProblem, type Problem } from '../../src/core/problem.ts';
import { parsePromptFile } from '../../src/prompts/parse-prompt-file.ts';
import { builtSchema } from '../../src/schema/built-schema.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../fixtures/prompts/${name}`, import.meta.url), 'utf8');

describe('a prompt file', () => {
  it('is read with the defaults of its fields', () => {
    const { prompt } = parsePromptFile(fixture('triage.prompt.yml'), 'prompts/support-triage.prompt.yml');
    expect(prompt).toEqual({
      name: 'support-triage',
      description: 'Sorts an incoming support message',
      model: 'openai/gpt-4.1-mini',
      modelParameters: { temperature: 0, maxTokens: 300 },
      responseFormat: 'json_schema',
      jsonSchema: {
        name: 'triage',
        schema: {
          type: 'object',
          required: ['category'],
          properties: { category: { enum: ['billing', 'technical'] } },
        },
      },
      messages: [
        { role: 'system', content: 'You sort support messages. Answer as JSON.\n' },
        { variable: 'history' },
        { role: 'user', content: '{{message}}\nFrom: {{customer}}\n' },
      ],
      'x-prompteval': {
        owner: 'support-ai',
        risk: 'low',
        changelog: 'Names the two categories',
        variables: {
          message: { type: 'string', required: true, maxLength: 20000, sensitive: true },
          history: { type: 'messages', required: false, default: [] },
          customer: { type: 'string', required: true },
        },
      },
    });
  });

  it('may be one that was written for GitHub', () => {
    const { prompt } = parsePromptFile(fixture('github.prompt.yml'), 'shorten.prompt.yml');
    expect(prompt).toMatchObject({ name: 'Text Shortener', modelParameters: { maxCompletionTokens: 200 } });
    expect(prompt['x-prompteval'].variables).toEqual({ input: { type: 'string', required: true } });
    expect(Object.keys(prompt)).not.toContain('testData');
  });

  it('is called after its file where it has no name, and may begin with a byte order mark', () => {
    const text = '\uFEFFmodel: a/b\nmessages: [{role: user, content: Hello}]\n';
    expect(parsePromptFile(text, 'prompts/greeting.prompt.yml').prompt.name).toBe('greeting');
  });

  it('may hold tools, images, tool turns and cache marks', () => {
    const { prompt } = parsePromptFile(fixture('tools.prompt.yml'), 'prompts/clerk.prompt.yml');
    expect(prompt.messages).toEqual([
      { role: 'system', content: 'You look orders up.\n', cache: true },
      {
        role: 'user',
        content: 'Where is it?',
        images: ['{{ photo }}', 'https://example.com/a.png', 'images/logo.png'],
      },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'call_1', name: 'lookup', arguments: { order: '{{not}} filled in' } }],
      },
      { role: 'tool', content: 'Order {{order}} is on its way.', toolCallId: 'call_1' },
    ]);
    const extension = prompt['x-prompteval'];
    expect(extension).toMatchObject({
      tools: [
        { name: 'lookup', strict: true, parameters: { type: 'object', required: ['order'] } },
        { name: 'escalate' },
      ],
      toolChoice: { name: 'lookup' },
      dropUnsupported: ['temperature'],
    });
    expect(extension.variables).toEqual({
      photo: { type: 'image', required: true },
      order: { type: 'string', required: true },
    });
  });

  it('lets every parameter of a model be dropped, but for the texts of a prompt that a model id names', () => {
    const known = Object.keys(
      memberOf(builtSchema('prompt').schema, 'properties', 'modelParameters', 'properties'),
    );
    expect(droppable()).toEqual(known.filter((name) => name !== 'promptVariables'));
  });

  it('tells on which line a field stands', () => {
    const { positions } = parsePromptFile(fixture('triage.prompt.yml'), 'x');
    expect(positions.lineOf(['messages', 2, 'content'])).toBe(15);
    expect(positions.lineOf(['messages', 2, 'content'], '{{message}}\nFrom'.length)).toBe(17);
    expect(positions.lineOf(['x-prompteval', 'owner', 'nothing', 'below'])).toBe(22);
  });
});

const head = 'name: t\nmodel: openai/gpt\n';
const hello = 'messages:\n  - role: user\n    content: Hello\n';

/** One mistake each, and what is said about it. */
const mistakes: { title: string; text: string; said: string[] }[] = [
  {
    title: 'unquoted braces',
    text: `${head}messages:\n  - role: user\n    content: {{message}}\n`,
    said: [
      'f.yml:5: YAML reads unquoted braces {{…}} as a map, not as text. Quote the text, "{{name}}", or write it as a block: content: |',
    ],
  },
  {
    title: 'unquoted braces with text behind them',
    text: `${head}messages:\n  - role: user\n    content: {{message}} please\n  - role: user\n    content: {{more}}\n`,
    said: ['f.yml:5: YAML reads unquoted braces', 'f.yml:7: YAML reads unquoted braces'],
  },
  {
    title: 'an unknown key',
    text: `${head}${hello}modelParameter: {}\n`,
    said: ['f.yml:6 modelParameter: unknown key "modelParameter". Did you mean "modelParameters"?'],
  },
  {
    title: 'an unknown parameter of the model',
    text: `${head}modelParameters: {max_tokens: 5}\n${hello}`,
    said: ['f.yml:3 modelParameters.max_tokens: unknown key "max_tokens". Did you mean "maxTokens"?'],
  },
  {
    title: 'a parameter of the wrong type',
    text: `${head}modelParameters: {temperature: "hot", stop: 3}\n${hello}`,
    said: [
      'f.yml:3 modelParameters.temperature: is the string "hot"; expected a number',
      'f.yml:3 modelParameters.stop: is 3; expected a string, or a list of texts',
    ],
  },
  {
    title: 'an unknown type of variable',
    text: `${head}messages:\n  - role: user\n    content: "{{a}}"\nx-prompteval: {variables: {a: {type: text}}}\n`,
    said: [
      'f.yml:6 x-prompteval.variables.a.type: is "text"; expected one of "string", "number", "boolean", "json", "messages"',
    ],
  },
  {
    title: 'a variable that no placeholder uses',
    text: `${head}messages:\n  - role: user\n    content: "{{mesage}}"\nx-prompteval:\n  variables:\n    message: {}\n`,
    said: [
      'f.yml:8 x-prompteval.variables.message: no placeholder uses the variable "message". Did you mean "mesage"?',
    ],
  },
  {
    title: 'placeholders that are none',
    text: `${head}messages:\n  - role: user\n    content: |\n      {{ }}\n      {{a b}}\n      {{#if x}}\n      {{c\n`,
    said: [
      'f.yml:6 messages[0].content: a placeholder without a name. Write {{name}}, or \\{{ for two literal braces',
      'f.yml:7 messages[0].content: {{a b}} is no placeholder',
      'f.yml:8 messages[0].content: {{#if x}} is no placeholder',
      'f.yml:9 messages[0].content: a placeholder that is never closed with }}',
    ],
  },
  {
    title: 'a jsonSchema that is no JSON',
    text: `${head}${hello}jsonSchema: |\n  {"name": }\n`,
    said: ['f.yml:6 jsonSchema: is no valid JSON: '],
  },
  {
    title: 'a jsonSchema in which a key stands twice',
    text: `${head}${hello}jsonSchema: |\n  {"name": "a", "schema": {\n    "type": "string",\n    "type": "object"}}\n`,
    said: ['f.yml:9 jsonSchema: the key "type" stands twice'],
  },
  {
    title: 'a jsonSchema that is no valid schema',
    text: `${head}${hello}jsonSchema: |\n  {"name": "a", "schema": {"type": "objekt"}}\n`,
    said: ['f.yml:6 jsonSchema.schema: type is "objekt"; expected one of '],
  },
  {
    title: 'a jsonSchema without its wrapper',
    text: `${head}${hello}jsonSchema: {type: object}\n`,
    said: ['f.yml:6 jsonSchema: is a bare schema. Wrap it: {"name": "answer", "schema": {…}}'],
  },
  {
    title: 'json_schema without a schema',
    text: `${head}${hello}responseFormat: json_schema\n`,
    said: ['f.yml:6 responseFormat: is json_schema, and there is no jsonSchema'],
  },
  {
    title: 'a model without its provider',
    text: `model: gpt-4.1\n${hello}`,
    said: ['f.yml:1 model: is "gpt-4.1"; expected provider/model, such as openai/gpt-4.1-mini'],
  },
  {
    title: 'a conversation inside a text',
    text: `${head}messages:\n  - role: user\n    content: |\n      So far:\n      {{history}}\nx-prompteval: {variables: {history: {type: messages}}}\n`,
    said: [
      "f.yml:7 messages[0].content: {{history}} is a conversation (type messages), which can't stand inside a text",
    ],
  },
  {
    title: 'an entry of its own for a text variable',
    text: `${head}messages:\n  - variable: question\nx-prompteval: {variables: {question: {type: string}}}\n`,
    said: [
      'f.yml:4 messages[0].variable: "question" is a variable of type string; only type messages stands',
    ],
  },
  {
    title: 'an entry of its own for an undeclared variable',
    text: `${head}messages:\n  - variable: history\n`,
    said: ['f.yml:4 messages[0].variable: "history" is not declared as a variable of type messages'],
  },
  {
    title: 'a key that stands twice',
    text: `${head}${hello}model: openai/other\n`,
    said: ['f.yml:6 model: the key "model" stands twice'],
  },
  {
    title: 'an unknown role',
    text: `${head}messages:\n  - role: sytem\n    content: Hello\n`,
    said: [
      'f.yml:4 messages[0].role: is "sytem"; expected one of "system", "user", "assistant", "tool". Did you mean "system"?',
    ],
  },
  { title: 'no messages', text: head, said: ['messages: is missing; expected a list'] },
  { title: 'an empty file', text: '# nothing\n', said: ['f.yml: is empty; expected model, messages'] },
  { title: 'a list', text: '- a\n', said: ['f.yml: is no map of fields'] },
  { title: 'broken YAML', text: `${head}messages: [\n`, said: ['f.yml:4: is no valid YAML: '] },
  { title: 'an alias without its anchor', text: `${head}messages: *none\n`, said: ['is no valid YAML: '] },
  {
    title: 'a number that JSON lacks',
    text: `${head}${hello}description: .nan\n`,
    said: ['f.yml:6: .nan is no number'],
  },
  {
    title: 'a default that does not fit',
    text: `${head}messages:\n  - role: user\n    content: "{{a}} {{b}} {{c}}"\nx-prompteval:\n  variables:\n    a: {type: number, default: many}\n    b: {default: too long, maxLength: 3}\n    c: {required: true, default: x}\n`,
    said: [
      'f.yml:8 x-prompteval.variables.a.default: is no number',
      'f.yml:9 x-prompteval.variables.b.default: is longer than maxLength 3',
      'f.yml:10 x-prompteval.variables.c.default: is never used, since the variable is required',
    ],
  },
  {
    title: 'a variable that no placeholder could name',
    text: `${head}${hello}x-prompteval:\n  variables:\n    a b: {}\n`,
    said: [
      'f.yml:8 x-prompteval.variables["a b"]: is not a name that can be used here; expected a name of letters, digits',
      'f.yml:8 x-prompteval.variables["a b"]: no placeholder uses the variable "a b"',
    ],
  },
  {
    title: 'everything at once, in the order of the file',
    text: 'model: gpt\nresponseFormat: xml\nmessages:\n  - role: user\n    content: "{{"\nowner: me\n',
    said: ['f.yml:1 model: ', 'f.yml:2 responseFormat: ', 'f.yml:5 messages[0].content: ', 'f.yml:6 owner: '],
  },
];

const body = (messages: string, extension = '') =>
  `model: a/b\nmessages:\n${messages}${extension && `x-prompteval:\n${extension}`}`;
const user = '  - {role: user, content: Hello}\n';
const tool = (name: string, parameters = '{type: object}') =>
  `    - {name: ${name}, parameters: ${parameters}}\n`;
const withImages = (images: string, variables = '{}', role = 'user') =>
  body(`  - {role: ${role}, content: See, images: [${images}]}\n`, `  variables: ${variables}\n`);

mistakes.push(
  {
    title: 'two tools of one name, and one with a bad name',
    text: body(user, `  tools:\n${tool('a')}${tool('b')}${tool('a')}${tool('"a b"')}`),
    said: [
      'f.yml:8 x-prompteval.tools[2].name: the tool "a" stands twice',
      'f.yml:9 x-prompteval.tools[3].name: is "a b"; expected a name of at most 64 letters, digits, - and _',
    ],
  },
  {
    title: 'parameters of a tool that are no schema of an object',
    text: body(
      user,
      `  tools:\n${tool('a', '{type: string}')}${tool('b', '{properties: {}}')}${tool('c', '{type: object, properties: {x: {type: txt}}}')}    - {name: d}\n`,
    ),
    said: [
      'f.yml:6 x-prompteval.tools[0].parameters.type: is "string"; expected "object"',
      'f.yml:7 x-prompteval.tools[1].parameters.type: is missing; expected "object"',
      'f.yml:8 x-prompteval.tools[2].parameters: properties.x.type is "txt"; expected one of',
      'f.yml:9 x-prompteval.tools[3].parameters: is missing; expected a JSON Schema of type object',
    ],
  },
  {
    title: 'no tool',
    text: body(user, '  tools: []\n'),
    said: ['f.yml:5 x-prompteval.tools: is empty; expected at least 1 entry'],
  },
  {
    title: 'a choice of a tool that is not there',
    text: body(user, `  toolChoice: {name: lokup}\n  tools:\n${tool('lookup')}`),
    said: ['f.yml:5 x-prompteval.toolChoice.name: there is no tool "lokup". Did you mean "lookup"?'],
  },
  {
    title: 'a choice without tools',
    text: body(user, '  toolChoice: required\n'),
    said: [
      'f.yml:5 x-prompteval.toolChoice: chooses among tools, and there are none. Add tools or remove it',
    ],
  },
  {
    title: 'an unknown choice',
    text: body(user, `  toolChoice: requird\n  tools:\n${tool('a')}`),
    said: [
      'f.yml:5 x-prompteval.toolChoice: is "requird"; expected one of "auto", "required", "none", or {name} of a tool',
    ],
  },
  {
    title: 'a parameter to drop that no model has',
    text: body(user, '  dropUnsupported: [temprature]\n'),
    said: ['f.yml:5 x-prompteval.dropUnsupported[0]: is "temprature"; expected one of'],
  },
  {
    title: 'entries that are no images',
    text: withImages(
      '"see {{photo}}", /etc/logo.png, "http://example.com/a.png", "ftp://x/a.png", "data:image/png;base64,aaaa", "C:\\\\a.png", " "',
    ),
    said: [
      'f.yml:3 messages[0].images[0]: is no image: an entry is one placeholder alone',
      'f.yml:3 messages[0].images[1]: is an absolute path',
      'f.yml:3 messages[0].images[2]: is a URL of http:; an image comes over https:',
      'f.yml:3 messages[0].images[3]: is a URL of ftp:; an image comes over https:',
      'f.yml:3 messages[0].images[4]: is a data: URL; keep the image as a file of the project',
      'f.yml:3 messages[0].images[5]: is an absolute path',
      'f.yml:3 messages[0].images[6]: is empty and names no image',
    ],
  },
  {
    title: 'placeholders in images that are no images',
    text: withImages("'{{photo}}', '{{name}}', '{{foto}}'", '{photo: {type: image}, name: {}}'),
    said: [
      'messages[0].images[1]: "name" is a variable of type string; only one of type image is an image',
      'messages[0].images[2]: "foto" is not declared as a variable of type image. Did you mean "photo"?',
    ],
  },
  {
    title: 'an image inside a text',
    text: body("  - role: user\n    content: 'See {{photo}}'\n", '  variables: {photo: {type: image}}\n'),
    said: [
      "f.yml:4 messages[0].content: {{photo}} is an image, which can't stand inside a text. List it beside the message's content: images: ['{{photo}}']",
    ],
  },
  {
    title: 'an image of the system',
    text: withImages('a.png', '{}', 'system'),
    said: ['f.yml:3 messages[0].images: only a user message has images, and this is one of role system'],
  },
  {
    title: 'an image that is none as a default',
    text: withImages("'{{a}}'", '{a: {type: image, default: "http://example.com/a.png"}}'),
    said: ['x-prompteval.variables.a.default: is a URL of http:'],
  },
  {
    title: 'a message without content, and a mark that is none',
    text: body('  - {role: user}\n  - {role: user, content: a, cache: false}\n'),
    said: [
      'f.yml:3 messages[0].content: is missing; expected a string',
      'f.yml:4 messages[1].cache: is false; expected true',
    ],
  },
  {
    title: 'tool turns that nobody asked for',
    text: body(
      '  - {role: user, content: a, toolCalls: [{id: x, name: t, arguments: {}}]}\n  - {role: assistant, toolCalls: [{id: call_1, name: t, arguments: {}}]}\n  - {role: tool, content: b, toolCallId: cal_1}\n  - {role: tool, content: c}\n  - {role: user, content: d, toolCallId: call_1}\n',
    ),
    said: [
      "f.yml:3 messages[0].toolCalls: only an assistant's turn calls tools, and this is one of role user",
      'f.yml:5 messages[2].toolCallId: answers the call "cal_1", which no message before it makes. Did you mean "call_1"?',
      "f.yml:6 messages[3].toolCallId: is missing: a tool's turn says which call it answers",
      "f.yml:7 messages[4].toolCallId: only a tool's turn answers a call, and this is one of role user",
    ],
  },
  {
    title: 'a malformed call',
    text: body("  - {role: assistant, toolCalls: [{id: x, arguments: '{}'}]}\n"),
    said: [
      'f.yml:3 messages[0].toolCalls[0].name: is missing; expected a string',
      'f.yml:3 messages[0].toolCalls[0].arguments: is the string "{}"; expected an object',
    ],
  },
);

describe('a mistake in a prompt file names its place', () => {
  it.each(mistakes)('$title', ({ text, said }) => {
    const problems = problemsOf(text).map(formatProblem);
    expect(problems).toHaveLength(said.length);
    for (const [index, words] of said.entries()) expect(problems[index]).toContain(words);
  });
});

function problemsOf(text: string): readonly Problem[] {
  try {
    parsePromptFile(text, 'f.yml');
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

function droppable(): unknown {
  const place = ['properties', 'x-prompteval', 'properties', 'dropUnsupported', 'items', 'enum'];
  return memberOf(builtSchema('prompt').schema, ...place);
}

function memberOf(schema: object, ...path: string[]): object {
  return path.reduce((value, key) => Object.getOwnPropertyDescriptor(value, key)?.value, schema);
}
