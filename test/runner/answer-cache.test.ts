import { describe, expect, it } from 'vitest';
import { type AskedQuestion, answerKey, drawOf, settingDigest } from '../../src/runner/answer-cache.ts';
import { armOf, caseList } from './trials.ts';

const question: AskedQuestion = {
  provider: { name: 'openai', place: { baseURL: 'http://127.0.0.1:1/v1', api: 'chat' } },
  request: {
    model: 'small',
    messages: [{ role: 'user', content: 'hello', images: ['data:image/png;base64,AAAA'] }],
    parameters: { temperature: 0 },
    responseFormat: 'text',
    outputSchema: null,
    tools: [],
    toolChoice: null,
  },
  droppable: [],
};

const keyOf = (asked: AskedQuestion, draw: number, tool: string) =>
  answerKey(settingDigest(asked, tool), asked.request.messages, draw);

type Change = (question: AskedQuestion) => AskedQuestion;
const request =
  (changes: Partial<AskedQuestion['request']>): Change =>
  (asked) => ({ ...asked, request: { ...asked.request, ...changes } });
const provider =
  (changes: Partial<AskedQuestion['provider']>): Change =>
  (asked) => ({ ...asked, provider: { ...asked.provider, ...changes } });

describe('the key of an answer', () => {
  it('is the same for the same question, however its fields are ordered', () => {
    const { messages, model, ...rest } = question.request;
    const turned = { ...question, request: { ...rest, messages, model } };
    expect(keyOf(turned, 0, '1')).toBe(keyOf(question, 0, '1'));
    expect(keyOf(question, 0, '1')).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, Change]>([
    ['another model', request({ model: 'large' })],
    ['another temperature', request({ parameters: { temperature: 1 } })],
    ['no temperature', request({ parameters: {} })],
    ['another prompt', request({ messages: [{ role: 'user', content: 'hallo' }] })],
    ['another role', request({ messages: [{ role: 'system', content: 'hello' }] })],
    [
      'another picture',
      request({ messages: [{ role: 'user', content: 'hello', images: ['data:image/png;base64,BBBB'] }] }),
    ],
    ['another format', request({ responseFormat: 'json_object' })],
    ['a schema', request({ outputSchema: { name: 'a', schema: {} } })],
    ['a tool choice', request({ toolChoice: 'required' })],
    ['another base URL', provider({ place: { baseURL: 'http://127.0.0.1:2/v1', api: 'chat' } })],
    ['another protocol', provider({ place: { baseURL: 'http://127.0.0.1:1/v1', api: 'responses' } })],
    ['another provider', provider({ name: 'other' })],
    ['a parameter that may be dropped', (asked) => ({ ...asked, droppable: ['temperature'] })],
  ])('is another for %s', (_, change) => {
    expect(keyOf(change(question), 0, '1')).not.toBe(keyOf(question, 0, '1'));
  });

  it('is another for a schema or a tool whose keys stand in another order', () => {
    const schema = (names: string[]) => ({
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    });
    const asking = (names: string[]) =>
      request({ outputSchema: { name: 'a', schema: schema(names) } })(question);
    const calling = (names: string[]) =>
      request({ tools: [{ name: 'a', description: 'A tool', parameters: schema(names) }] })(question);
    for (const asked of [asking, calling]) {
      const [one, other] = [asked(['reason', 'answer']), asked(['answer', 'reason'])];
      expect(keyOf(one, 0, '1')).not.toBe(keyOf(other, 0, '1'));
      expect(keyOf(one, 0, '1')).toBe(keyOf(asked(['reason', 'answer']), 0, '1'));
    }
  });

  it('is another for another repeat, and for another version of the tool', () => {
    const keys = [keyOf(question, 0, '1'), keyOf(question, 1, '1'), keyOf(question, 0, '2')];
    expect(new Set(keys).size).toBe(3);
  });
});

it.each([
  ['baseline', 0, false, 0],
  ['candidate', 1, false, 1],
  ['baseline', 1, true, 1],
  ['candidate', 1, true, 4],
] as const)('%s, repeat %i, one prompt in both arms: %s takes answer %i', (name, repeat, isSame, draw) => {
  const [item] = caseList(1);
  if (!item) throw new Error('no case');
  const settings = { id: 'fake/small', model: 'fake/small', parameters: {} };
  const arm = armOf(name);
  const trial = { arm, case: item, settings, repeat };
  const baseline = { digest: isSame ? arm.digest : 'another' };
  expect(drawOf(trial, { baseline, repeats: 3 })).toBe(draw);
});
