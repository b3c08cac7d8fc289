import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { ReferencedFiles } from '../../src/exchange/imported.ts';
import { readPromptfoo } from '../../src/exchange/promptfoo.ts';

function filesOf(texts: Record<string, string>): ReferencedFiles {
  return {
    read: async (path) => {
      const text = texts[path.replace(/^\.\//, '')];
      return text === undefined ? { problem: 'it can not be read' } : { text };
    },
    list: async (pattern) =>
      Object.keys(texts).filter((path) => path.startsWith(pattern.split('*')[0] ?? '')),
  };
}

const read = (config: JsonObject, texts: Record<string, string> = {}) =>
  readPromptfoo(config, { name: 'asked', model: 'demo/in-context', files: filesOf(texts) });

const prompts = ['Say {{word}}'];

describe('a config of promptfoo', () => {
  it('gives the draft and its variants, the first known model, and cases with their checks', async () => {
    const imported = await read({
      prompts: [...prompts, { raw: 'Speak: {{word}}', label: 'short' }],
      providers: [
        'ollama:llama3',
        { id: 'openai:chat:gpt-4o', config: { temperature: 0.2, max_tokens: 5, apiKey: 'sk-secret' } },
        { 'anthropic:messages:claude-x': { config: {} } },
      ],
      defaultTest: { vars: { tone: 'kind' }, assert: [{ type: 'not-contains', value: 'AI' }] },
      tests: [
        { description: 'first', vars: { word: ['a', 'b'] }, assert: [{ type: 'equals', value: '{{word}}' }] },
        { vars: { word: 'c' }, metadata: { tier: 'smoke' }, threshold: 0.5 },
      ],
    });
    expect(
      imported.prompts.map(({ variant, source }) => [variant, source.model, source.modelParameters]),
    ).toEqual([
      [null, 'openai/gpt-4o', { temperature: 0.2, maxTokens: 5 }],
      ['v2', 'openai/gpt-4o', { temperature: 0.2, maxTokens: 5 }],
    ]);
    const no = { use: 'contains', text: 'AI', not: true };
    expect(imported.rows).toEqual([
      { tone: 'kind', word: 'a', checks: [no, { use: 'matches', pattern: '^\\s*a\\s*$' }], notes: 'first' },
      { tone: 'kind', word: 'b', checks: [no, { use: 'matches', pattern: '^\\s*b\\s*$' }], notes: 'first' },
      { tone: 'kind', word: 'c', checks: [no], tags: ['tier:smoke'] },
    ]);
    expect(imported.evaluators.map(({ code }) => code)).toEqual(['caseChecks()']);
    expect(imported.lost).toEqual([
      expect.stringContaining('ollama:llama3'),
      expect.stringContaining('anthropic/claude-x'),
      expect.stringMatching(/^the parameter apiKey: /),
      'tests[1].threshold',
    ]);
    expect(JSON.stringify(imported)).not.toContain('sk-secret');
  });

  it('takes the one answer of each test for what it expects', async () => {
    const tests = [
      { vars: { word: 'a' }, assert: [{ type: 'equals', value: 'A' }] },
      { vars: { word: 'b' }, assert: [{ type: 'equals', value: 'B' }] },
    ];
    const imported = await read({ prompts, providers: ['openai:gpt-4o'], tests });
    expect(imported.rows).toEqual([
      { word: 'a', expected: 'A' },
      { word: 'b', expected: 'B' },
    ]);
    expect(imported.evaluators.map(({ code }) => code)).toEqual(["exactMatch({ metric: 'quality' })"]);
    expect(imported.lost).toEqual([]);
  });

  it('says which tests have no check left, and lets any answer pass them', async () => {
    const tests = [
      { vars: { word: 'a' }, assert: [{ type: 'contains', value: 'A' }] },
      { vars: { word: 'b' }, assert: [{ type: 'python', value: 'x' }] },
    ];
    const { rows, lost } = await read({ prompts, tests });
    expect(rows[1]).toEqual({ word: 'b', checks: [{ use: 'matches', pattern: '\\S' }] });
    expect(lost).toContainEqual(expect.stringContaining('1 of 2 tests have no check left'));
  });

  it('makes evaluators and gates of what is asserted everywhere', async () => {
    const { evaluators, gates } = await read({
      prompts,
      providers: ['openai:gpt-4o'],
      tests: [{ vars: { word: 'a' } }],
      defaultTest: {
        assert: [
          { type: 'is-json', value: { type: 'object' } },
          { type: 'llm-rubric', value: "isn't rude" },
          { type: 'latency', threshold: 900 },
        ],
      },
    });
    expect(evaluators.map(({ code }) => code)).toEqual([
      `jsonSchema({ metric: 'schema', schema: {"type":"object"} })`,
      `llmJudge({ metric: 'rubric', criteria: 'isn\\'t rude', scale: 'yes-no', model: 'openai/gpt-4o' })`,
    ]);
    expect(gates).toEqual(["{ metric: 'latency', max: '900ms' },"]);
  });

  it('reads prompts, tests and values from files, and says which it can not', async () => {
    const imported = await read(
      {
        prompts: ['file://p/*.txt', 'file://chat.json', 'file://make.py:f', 'file://plain', 'file://../../x'],
        tests: ['file://t.csv', 'file://more.yaml', 'file://gone.yaml'],
      },
      {
        'p/1.txt': 'One {{word}}\n---\nTwo {{word}}',
        'chat.json': '[{"role":"developer","content":"Be {{tone}}"},{"role":"tool","content":"x"}]',
        't.csv': 'word,__expected,__metric\na,contains: A,m\nb,B,m\n',
        'more.yaml': '- vars: {word: file://long.txt}\n  assert: [{type: contains, value: C}]\n',
        'long.txt': 'a long text',
        plain: 'Three {{word}}',
      },
    );
    expect(imported.prompts.map(({ source }) => source.messages)).toEqual([
      [{ role: 'user', content: 'One {{word}}' }],
      [{ role: 'user', content: 'Two {{word}}' }],
      [{ role: 'system', content: 'Be {{tone}}' }],
      [{ role: 'user', content: 'Three {{word}}' }],
    ]);
    expect(imported.rows).toEqual([
      { word: 'a', checks: [{ use: 'contains', text: 'A' }] },
      { word: 'b', checks: [{ use: 'matches', pattern: '^\\s*B\\s*$' }] },
      { word: 'a long text', checks: [{ use: 'contains', text: 'C' }] },
    ]);
    expect(imported.lost).toEqual([
      'prompts[1][1]: a message of the role "tool"',
      'prompts[2]: make.py is made by a program',
      'prompts[4]: ../../x: it can not be read',
      'the column __metric of t.csv',
      'the tests of gone.yaml: it can not be read',
      '{{tone}}: no test has it; it is always empty',
    ]);
  });

  it('reads what assertions name as a file, and says where it can not', async () => {
    const { evaluators, rows, lost } = await read(
      {
        prompts,
        providers: ['openai:gpt-4o'],
        defaultTest: {
          assert: [
            { type: 'is-json', value: 'file://s.json' },
            { type: 'assert-set', assert: [{ type: 'contains', value: 'file://said.txt' }] },
          ],
        },
        tests: [
          {
            vars: { word: 'a' },
            assert: [
              { type: 'is-json', value: 'file://s.yaml' },
              { type: 'contains', value: 'file://gone.txt' },
              { type: 'equals', value: 'file://make.js' },
              { type: 'is-json', value: 'file://broken.json' },
              { type: 'python', value: 'file://check.py' },
            ],
          },
          { vars: { word: 'b' }, assert: { type: 'contains', value: 'b' } },
        ],
      },
      {
        's.json': '{"type":"object","required":["z"]}',
        's.yaml': 'type: object\nrequired: [y]\n',
        'said.txt': ' so\n',
        'broken.json': '{"type":',
      },
    );
    expect(evaluators.map(({ code }) => code)).toContain(
      `jsonSchema({ metric: 'schema', schema: {"type":"object","required":["z"]} })`,
    );
    expect(rows[0]?.checks).toEqual([
      { use: 'contains', text: 'so' },
      { use: 'jsonSchema', schema: { type: 'object', required: ['y'] } },
    ]);
    expect(lost).toEqual([
      'tests[1].assert: it is no list',
      'tests[0].assert[1] (contains): gone.txt: it can not be read',
      'tests[0].assert[2] (equals): make.js is made by a program',
      expect.stringMatching(/^tests\[0\]\.assert\[3\] \(is-json\): broken\.json: is no valid JSON/),
      expect.stringMatching(/^tests\[0\]\.assert\[4\] \(python\)/),
    ]);
  });

  it('reads the cells of a CSV as promptfoo does', async () => {
    const csv = [
      'word,__expected1,__expected2,__metadata:topics[],__prefix,__metric',
      'a,latency(500),"contains-any: ""b,c"", d","x,y\\,z",,',
      'b,cost(0.01),is-json,,,m',
      'c,Note: so,"is-json:{""type"":""object""}",,,,left',
    ].join('\n');
    const { rows, lost } = await read({ prompts, tests: 't.csv' }, { 't.csv': csv });
    expect(rows).toEqual([
      { word: 'a', checks: [{ use: 'containsAny', texts: ['b,c', 'd'] }], tags: ['topics:x', 'topics:y,z'] },
      { word: 'b', checks: [{ use: 'jsonSchema', schema: {} }] },
      {
        word: 'c',
        checks: [
          { use: 'jsonSchema', schema: { type: 'object' } },
          { use: 'matches', pattern: '^\\s*Note: so\\s*$' },
        ],
      },
    ]);
    expect(lost).toEqual([
      't.csv row 4: it has 7 cells, and only 6 columns have a name',
      'the column __metric of t.csv',
      't.csv row 2 __expected1 (latency): a gate on this metric is about all cases, not one',
      't.csv row 3 __expected1 (cost): a gate on this metric is about all cases, not one',
    ]);
  });

  it('takes a chat with templates between its texts for a chat', async () => {
    const { prompts: made, lost } = await read(
      { prompts: ['file://chat.json'], tests: [{ vars: { text: 'a "b"', lang: 'fr' } }] },
      {
        'chat.json':
          '[{"role":"system","content":"In {{lang}}\\n","name":"s"},{"role":"user","content":{{text | dump}}},{"role":"assistant","content":""}]',
      },
    );
    expect(made[0]?.source.messages).toEqual([
      { role: 'system', content: 'In {{lang}}\n' },
      { role: 'user', content: '{{text}}' },
    ]);
    expect(lost).toEqual([
      'prompts[0][0]: name of the message',
      'prompts[0][2]: a message of the role assistant that is empty',
    ]);
  });

  it('reads tests and prompts in all the ways that they are named, and says what it leaves out', async () => {
    const {
      prompts: made,
      rows,
      lost,
    } = await read(
      {
        description: 'About words',
        tags: { team: 'a' },
        prompts: { 'a.txt': 'first', 'b.txt': null },
        defaultTest: { vars: 'file://vars.yaml' },
        tests: { path: 'file://t.csv', config: { a: 1 } },
      },
      { 'a.txt': 'A {{word}}', 'b.txt': 'B {{word}}', 't.csv': 'word\nx\n' },
    );
    expect(made.map(({ source }) => source.description)).toEqual(['first', 'About words']);
    expect(rows).toEqual([{ word: 'x' }]);
    expect(lost).toEqual([
      'tags: it has no counterpart',
      'defaultTest.vars: "file://vars.yaml" is no map of values',
      'tests[0].config',
    ]);
    expect((await read({ prompts, tests: { path: 'file://t.py' } })).lost).toEqual([
      expect.stringContaining('made by a program'),
    ]);
  });

  it('takes the response format over, and says where it can not', async () => {
    const from = async (response_format: JsonObject | string) =>
      read({ prompts, providers: [{ id: 'openai:gpt-4o', config: { response_format } }] });
    const { prompts: made } = await from({ type: 'json_object' });
    expect(made[0]?.source.responseFormat).toBe('json_object');
    expect((await from('file://s.json')).lost).toEqual(['the parameter response_format: "file://s.json"']);
  });

  it('gives names that variables can have here, in prompts and rows alike', async () => {
    const { prompts: made, rows } = await read({
      prompts: ['{{ id }} {{ user.name }} {{sometimes}}'],
      tests: [
        { vars: { id: 7, 'user.name': 'x', sometimes: 'y' }, assert: [{ type: 'contains', value: 'x' }] },
        { vars: { id: 8, 'user.name': 'z' }, assert: [{ type: 'contains', value: 'z' }] },
      ],
    });
    expect(made[0]?.source).toMatchObject({
      messages: [{ content: '{{id_value}} {{user_name}} {{sometimes}}' }],
      'x-prompteval': {
        variables: {
          id_value: { type: 'number' },
          user_name: { type: 'string' },
          sometimes: { type: 'string', required: false, default: '' },
        },
      },
    });
    expect(rows[1]).toMatchObject({ id_value: 8, user_name: 'z' });
  });

  it('gives every case what a way into a value comes to', async () => {
    const {
      prompts: made,
      rows,
      lost,
    } = await read({
      prompts: ['{{user.name}} {{docs[0].t}} {{ docs.1.t }} {{context.user.name}} {{gone.name}} {{q}}'],
      tests: [
        {
          vars: {
            user: { name: 'Ann' },
            docs: [{ t: 'a' }, { t: 2 }],
            q: 'Hi {{user.name}}, {{ again }}',
            again: '{{docs[0].t}}!',
          },
          assert: [{ type: 'contains', value: '{{user.name}}' }],
        },
        {
          vars: { user: { name: 'Bo' }, context: { user: { name: 'C' } }, q: '{{user | dump}}' },
          assert: [{ type: 'contains', value: '{{nobody.name}}' }],
        },
      ],
    });
    expect(made[0]?.source).toMatchObject({
      messages: [
        { content: '{{user_name}} {{docs_0_t}} {{docs_1_t}} {{context_user_name}} {{gone_name}} {{q}}' },
      ],
      'x-prompteval': {
        variables: { user_name: { type: 'string' }, gone_name: { type: 'string', required: false } },
      },
    });
    expect(rows).toMatchObject([
      { user_name: 'Ann', docs_0_t: 'a', docs_1_t: 2, q: 'Hi Ann, a!', checks: [{ text: 'Ann' }] },
      { user_name: 'Bo', context_user_name: 'C', checks: [{ text: '{{nobody.name}}' }] },
    ]);
    expect(lost).toEqual([
      'the template "{{user | dump}}" in tests[1].vars.q: it is not filled in, and stands as it is',
      'the template "{{nobody.name}}" in tests[1].assert[0]: it is not filled in, and stands as it is',
      '{{gone.name}}: no test has it; it is always empty',
    ]);
  });

  it('says which two ways into values would be one variable', async () => {
    const { lost } = await read({ prompts: ['{{a.b}} {{a_b}}'], tests: [{ vars: { a_b: 1, a: { b: 2 } } }] });
    expect(lost).toContainEqual(
      expect.stringContaining('{{a_b}}: {{a_b}} stands in its place, which is {{a.b}}'),
    );
  });

  it('lets values that name each other grow only so far', async () => {
    const vars = { a: '{{b}}'.repeat(900), b: '{{a}}'.repeat(900) };
    const { rows } = await read({ prompts: ['{{a}}'], tests: [{ vars }] });
    expect(String(rows[0]?.a).length).toBeLessThan(10_000_000);
  });

  it('takes the judge that is named, and fills criteria in where they are the same for all', async () => {
    const rubric = (value: string, more: JsonObject = {}) => ({ type: 'llm-rubric', value, ...more });
    const { evaluators, rows, lost } = await read({
      prompts,
      providers: ['openai:gpt-4o-mini'],
      defaultTest: {
        vars: { user: { title: 'Dr' } },
        options: { provider: { id: 'anthropic:messages:c', config: { temperature: 0 } } },
        assert: [
          rubric('Greets {{user.title}} {{user.name}}', { provider: 'openai:gpt-4o', threshold: 0.5 }),
          rubric('Is kind'),
          rubric('Is short', { provider: 'ollama:x' }),
        ],
      },
      tests: [
        { vars: { word: 'a', user: { title: 'Dr', name: 'A' } } },
        { vars: { word: 'b', 'user.name': 'B' } },
      ],
    });
    expect(evaluators.map(({ code }) => code)).toEqual([
      `llmJudge({ metric: 'rubric', criteria: 'Greets Dr "user_name"', scale: 'yes-no', model: 'openai/gpt-4o' })`,
      `llmJudge({ metric: 'rubric-2', criteria: 'Is kind', scale: 'yes-no', model: 'anthropic/c', parameters: {"temperature":0} })`,
      `llmJudge({ metric: 'rubric-3', criteria: 'Is short', scale: 'yes-no', model: 'openai/gpt-4o-mini' })`,
    ]);
    expect(rows).toMatchObject([{ user_name: 'A' }, { user_name: 'B' }]);
    expect(lost).toEqual([
      'defaultTest.assert[0]: its threshold',
      expect.stringMatching(/^defaultTest\.assert\[0\].*\{\{user\.name\}\} is not the same in all tests/),
      expect.stringMatching(/^defaultTest\.assert\[2\].*ollama:x.*gpt-4o-mini, which answers too/),
    ]);
  });
});
