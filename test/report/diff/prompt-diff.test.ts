import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/core/digest.ts';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import type { MessageTemplate, PromptFile } from '../../../src/core/prompt.ts';
import { renderDiffMarkdown } from '../../../src/report/diff/diff-markdown.ts';
import { renderDiffTerminal } from '../../../src/report/diff/diff-terminal.ts';
import { messageBlocks, valueText } from '../../../src/report/diff/diff-words.ts';
import { jsonChanges } from '../../../src/report/diff/json-changes.ts';
import { isEmptyDiff, promptDiff } from '../../../src/report/diff/prompt-diff.ts';
import { renderDiffPage } from '../../../src/report/html/diff-page.ts';
import { parseTags } from '../support.ts';

function prompt(change: Partial<PromptFile> = {}): PromptFile {
  return {
    name: 'triage',
    model: 'demo/in-context',
    modelParameters: { temperature: 0 },
    messages: [{ role: 'user', content: 'Say yes.\n' }],
    'x-prompteval': { variables: {} },
    ...change,
  };
}

const user = (content: string): MessageTemplate => ({ role: 'user', content });
const system = (content: string): MessageTemplate => ({ role: 'system', content });

const titles = (before: MessageTemplate[], after: MessageTemplate[]) =>
  messageBlocks(promptDiff(prompt({ messages: before }), prompt({ messages: after }))).map(
    (block) => block.title,
  );

describe('messages', () => {
  const rules = 'You sort messages to the support of a shop and you answer in JSON.\n';

  it.each<[string, MessageTemplate[], MessageTemplate[], string[]]>([
    ['nothing', [system(rules)], [system(rules)], []],
    [
      'an edit',
      [system(rules), user('{{message}}')],
      [system(rules.replace('JSON', 'XML')), user('{{message}}')],
      ['message 1 (system): changed', 'one message is the same'],
    ],
    [
      'one that is new in front',
      [user('{{message}}')],
      [system(rules), user('{{message}}')],
      ['message 1 (system): added', 'one message is the same'],
    ],
    [
      'one that is gone',
      [system(rules), user('a'), user('b')],
      [system(rules), user('b')],
      ['one message is the same', 'message 2 (user): removed', 'one message is the same'],
    ],
    [
      'one that moved whole',
      [user('first one'), user('second two'), user('third three')],
      [user('third three'), user('first one'), user('second two')],
      ['message 1 (user): moved from 3, the text is the same', '2 messages are the same'],
    ],
    [
      'one that moved and was edited',
      [system(rules), user('one two three four'), user('five six seven eight')],
      [user('five six seven nine'), system(rules), user('one two three four')],
      ['message 1 (user): moved from 3, changed', '2 messages are the same'],
    ],
    [
      'another role',
      [system(rules)],
      [user(rules)],
      ['message 1 (user): the role was system, the text is the same'],
    ],
    [
      'a rewrite in its place',
      [system('Say yes.')],
      [system('Count lamps!')],
      ['message 1 (system): changed'],
    ],
    [
      'a conversation',
      [user('a')],
      [user('a'), { variable: 'history' }],
      ['one message is the same', 'message 2 (conversation): added'],
    ],
  ])('tells %s', (_, before, after, expected) => {
    expect(titles(before, after)).toEqual(expected);
  });

  it('has every message of both sides once, in any order', () => {
    const messages = fc.array(
      fc.record({
        role: fc.constantFrom('system' as const, 'user' as const),
        content: fc.constantFrom('a', 'b', 'a b c', 'a b d', ''),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(messages, messages, (before, after) => {
        const diff = promptDiff(prompt({ messages: before }), prompt({ messages: after }));
        const positions = (list: (number | null)[]) => list.filter((position) => position !== null);
        expect(positions(diff.messages.map((message) => message.before)).sort()).toEqual(
          before.map((_, index) => index + 1),
        );
        expect(positions(diff.messages.map((message) => message.after))).toEqual(
          after.map((_, index) => index + 1),
        );
        expect(isEmptyDiff(diff)).toBe(JSON.stringify(before) === JSON.stringify(after));
      }),
    );
  });
});

describe('jsonChanges', () => {
  it.each<[string, Json | undefined, Json | undefined, object[]]>([
    ['nothing', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, [{ field: 'a.b', before: 1, after: 2 }]],
    [
      'a field',
      { a: 1 },
      { b: null },
      [
        { field: 'a', before: 1 },
        { field: 'b', after: null },
      ],
    ],
    ['a name with a dot', {}, { 'a.b': 1 }, [{ field: '["a.b"]', after: 1 }]],
    [
      'a member',
      { enum: ['a', 'b'] },
      { enum: ['b', 'c'] },
      [
        { field: 'enum[]', before: 'a' },
        { field: 'enum[]', after: 'c' },
      ],
    ],
    ['the order', ['a', 'b'], ['b', 'a'], [{ field: '', before: ['a', 'b'], after: ['b', 'a'] }]],
    [
      'inside a list',
      [{ a: 1 }],
      [{ a: 2 }, {}],
      [
        { field: '[0].a', before: 1, after: 2 },
        { field: '[1]', after: {} },
      ],
    ],
    ['all of it', undefined, { a: 1 }, [{ field: '', after: { a: 1 } }]],
    ['__proto__', JSON.parse('{"__proto__": 1}'), {}, [{ field: '__proto__', before: 1 }]],
  ])('tells %s', (_, before, after, expected) => {
    expect(jsonChanges(before, after)).toEqual(expected);
  });

  it('finds a difference exactly where there is one', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (one, other) => {
        const [before, after] = [JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other))];
        expect(jsonChanges(before, before)).toEqual([]);
        expect(jsonChanges(before, after).length > 0).toBe(canonicalJson(before) !== canonicalJson(after));
      }),
    );
  });
});

describe('promptDiff', () => {
  const before = prompt({
    jsonSchema: { name: 'out', schema: { required: ['a'], properties: { a: { enum: ['x'] } } } },
    'x-prompteval': { variables: { message: { type: 'string', required: true } }, owner: 'support' },
  });
  const after = prompt({
    model: 'openai/gpt-4.1-mini',
    modelParameters: { temperature: 0.7, maxTokens: 20 },
    jsonSchema: { name: 'out', schema: { required: ['a', 'b'], properties: { a: { enum: ['x'] }, b: {} } } },
    'x-prompteval': {
      variables: { message: { type: 'string', required: true, maxLength: 10 } },
      owner: 'billing',
      authority: { never: ['refund'] },
    },
  });

  it('puts every field into its group', () => {
    expect(renderDiffTerminal(promptDiff(before, after), { color: false })).toBe(`Model and parameters
!  model                        demo/in-context → openai/gpt-4.1-mini
!  modelParameters.temperature  0 → 0.7
+  modelParameters.maxTokens    – → 20

Output schema
+  schema.required[]    – → b
+  schema.properties.b  – → {}

Variables
+  message.maxLength  – → 10

Authority
+  never  – → ["refund"]

About the prompt, seen by no model
!  owner  support → billing`);
  });

  it('says nothing of two that are the same, and takes no response format for text', () => {
    expect(isEmptyDiff(promptDiff(before, { ...before, responseFormat: 'text' }))).toBe(true);
    expect(renderDiffTerminal(promptDiff(before, before), { color: false })).toBe('');
    expect(renderDiffMarkdown(promptDiff(before, before), 100)).toBe('');
  });

  it('paints with colours and says the same without', () => {
    const diff = promptDiff(before, prompt({ messages: [user('Say no, please.\n')] }));
    const painted = renderDiffTerminal(diff, { color: true });
    expect(painted).toContain('\u001b[3');
    expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(renderDiffTerminal(diff, { color: false }));
  });

  it('names a schema that is new as a whole', () => {
    const diff = promptDiff(prompt(), before);
    expect(diff.schema.map((change) => change.field)).toEqual(['jsonSchema']);
  });

  it('compares prompts of old runs, which lack much', () => {
    const bare: JsonObject = { name: 'triage', model: 'demo/in-context' };
    expect(() => promptDiff(JSON.parse(JSON.stringify(bare)), after)).not.toThrow();
  });
});

it.each<[Json | undefined, string]>([
  [undefined, '–'],
  ['plain', 'plain'],
  ['true', '"true"'],
  ['1', '"1"'],
  [1, '1'],
  ['', '""'],
  ['two\nlines', '"two\\nlines"'],
  [['a'], '["a"]'],
])('shows %j as %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

describe('hostile text', () => {
  const hostile =
    '</pre><script>alert(1)</script><img src=x onerror=alert(2)> `````` | \u001b[31m\u202e [a](http://x) @all';
  const diff = promptDiff(
    prompt(),
    prompt({
      model: hostile,
      modelParameters: { [hostile]: hostile },
      messages: [user(`${hostile}\n`), user('Say yes.\n')],
      'x-prompteval': { variables: {}, authority: { never: [hostile] } },
    }),
  );

  it('stays text in HTML', () => {
    const page = renderDiffPage({ from: hostile, to: hostile, diff, remarks: [hostile] });
    const names = new Set(parseTags(page.replace(/<style>[\s\S]*<\/style>/, '')).map((tag) => tag.name));
    for (const name of ['script', 'img']) expect(names).not.toContain(name);
    expect(page).toContain('Content-Security-Policy');
    expect(page).not.toMatch(/[\u001b\u202e]/);
  });

  it('stays text in Markdown and in a terminal', () => {
    const markdown = renderDiffMarkdown(diff, 5000);
    const outside = markdown.replace(/(`{7,})diff\n[\s\S]*?\n\1/g, '');
    expect(outside).not.toMatch(/<script|<img|[^\\]\[a\]|@all/);
    expect(outside.match(/^\|.*$/gm)?.every((row) => row.replace(/\\\|/g, '').split('|').length === 6)).toBe(
      true,
    );
    const terminal = renderDiffTerminal(diff, { color: false });
    expect(`${markdown}${terminal}`).not.toMatch(/[\u001b\u202e]/);
  });
});
