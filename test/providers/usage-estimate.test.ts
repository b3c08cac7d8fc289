import { expect, it } from 'vitest';
import type { Message } from '../../src/core/prompt.ts';
import { estimateUsage } from '../../src/providers/usage-estimate.ts';

const user = (content: string): Message => ({ role: 'user', content });
const estimateOf = (messages: Message[], answer = '') => estimateUsage({ messages, tools: [], answer });

it('is made beside this thread, which goes on with what comes meanwhile, the loading of the tokenizer included', async () => {
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  turn();
  await estimateOf([user('a')], 'word '.repeat(20_000));
  isDone = true;
  expect(turns).toBeGreaterThan(100);
});

it('counts as the tokenizer of newer OpenAI models does, and marks it as an estimate', async () => {
  // "hello world" has two tokens in o200k_base; a message costs four besides.
  expect(await estimateOf([user('hello world'), user('hello world')], 'hello world')).toEqual({
    inputTokens: 12,
    outputTokens: 2,
    estimated: true,
  });
});

it('takes what looks like a control token for text', async () => {
  const { inputTokens } = await estimateOf([user('<|endoftext|>')]);
  expect(inputTokens).toBeGreaterThan(5);
});

it('counts calls and tools, and no images', async () => {
  const plain = await estimateOf([user('a')]);
  const images = [`data:image/png;base64,${'a'.repeat(50_000)}`];
  expect(await estimateOf([{ ...user('a'), images }])).toEqual(plain);
  const calls = await estimateOf([{ ...user('a'), toolCalls: [{ id: '1', name: 'look', arguments: {} }] }]);
  const tools = [{ name: 'look', parameters: { type: 'object' } }];
  const handed = await estimateUsage({ messages: [user('a')], tools, answer: '' });
  for (const { inputTokens } of [calls, handed]) expect(inputTokens).toBeGreaterThan(plain.inputTokens + 5);
});

it('counts a long text without a break in pieces', async () => {
  const { outputTokens } = await estimateOf([], 'a'.repeat(100_000));
  expect(outputTokens).toBe(12_500);
});
