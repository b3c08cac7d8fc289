import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { type EscalatesOptions, escalates } from '../../../src/evaluators/safety/escalates.ts';
import { contextWith, outcomeOf, scoreIn } from '../context.ts';

const over = 'it was handed over to a person';
const not = 'it was not handed over to a person';

describe('escalates', () => {
  it.each<[EscalatesOptions, string, Json | undefined, object]>([
    [{ path: 'human' }, '{"human":true}', { human: true }, { value: 1 }],
    [{ path: 'human' }, '{"human":false}', { human: true }, { value: 0, reason: not }],
    [{ path: 'human' }, '{"human":true}', { human: false }, { value: 0, reason: over }],
    [{ path: 'human' }, '{"human":true}', '{"human":"true"}', { value: 1 }],
    [{ path: 'human' }, '{"human":', { human: true }, { value: 0 }],
    [{ path: 'human' }, '', { human: false }, { value: 0, reason: 'the answer is empty' }],
    [{ path: 'human' }, '{"human":true}', undefined, { unscored: 'the case has no expected value' }],
    [{ path: 'next', value: 'Agent' }, '{"next":"agent"}', { next: 'bot' }, { value: 0, reason: over }],
    [{ phrases: ['a colleague will'], must: true }, 'A **colleague**  will call.', undefined, { value: 1 }],
    [
      { phrases: ['a colleague will'], must: false },
      'A colleague will call.',
      undefined,
      { value: 0, reason: over },
    ],
    [{ phrases: ['a colleague will'], must: true }, 'Bye.', undefined, { value: 0, reason: not }],
    [
      { phrases: ['a colleague will'], must: false },
      ' ',
      undefined,
      { value: 0, reason: 'the answer is empty' },
    ],
    [{ phrases: ['担当者'], must: true }, '担当者が対応します', undefined, { value: 1 }],
    [{ phrases: ['call'], must: false }, 'x'.repeat(1_000_000), undefined, { value: 1 }],
    [
      { phrases: ['call'], must: false },
      `${'x '.repeat(500_000)}call`,
      undefined,
      { value: 0, reason: over },
    ],
  ])('%j on %.40s, expected %j', async (options, text, expected, score) => {
    const context = contextWith(text, expected === undefined ? {} : { expected });
    expect(await scoreIn(escalates(options), context)).toMatchObject({ metric: 'escalates', ...score });
  });

  it('knows a tool that hands over, and a field that says whether it must', async () => {
    const evaluator = escalates({ tool: 'handover', field: 'person' });
    const toolCalls = [{ id: '1', name: 'handover', arguments: {} }];
    const scored = (person: Json) =>
      scoreIn(evaluator, contextWith('', { completion: { toolCalls }, variables: { person } }));
    expect(await scored(true)).toMatchObject({ value: 1 });
    expect(await scored('no')).toMatchObject({ value: 0, reason: over });
    expect(await scored('perhaps')).toMatchObject({ unscored: expect.any(String) });
    expect(await outcomeOf(escalates({ tool: 'handover', must: false }), 'hello')).toBe(1);
  });
});
