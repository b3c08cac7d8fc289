import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { type ToolCallOptions, toolCall } from '../../../src/evaluators/json/tool-call.ts';
import { contextWith, scoreIn } from '../context.ts';

type Call = [name: string, given: Json];

function scored(options: ToolCallOptions, calls: Call[] | undefined, expected?: Json) {
  const toolCalls = calls?.map(([name, given], index) => ({ id: `call_${index}`, name, arguments: given }));
  const completion = toolCalls === undefined ? {} : { toolCalls };
  return scoreIn(
    toolCall(options),
    contextWith('', { completion, ...(expected !== undefined && { expected }) }),
  );
}

const schema = { type: 'object', required: ['order'], properties: { order: { type: 'string' } } };
const ok = { metric: 'toolCall', value: 1 };
const bad = (reason: string) => ({ metric: 'toolCall', value: 0, reason });

describe('toolCall', () => {
  it.each<[ToolCallOptions, Call[] | undefined, object]>([
    [{ name: 'find' }, [['find', {}]], ok],
    [{ name: 'find' }, [['other', {}]], bad('find was not called')],
    [{ name: 'find' }, undefined, bad('find was not called')],
    [{ name: 'find', arguments: schema }, [['find', { order: 'é-数' }]], ok],
    [{ name: 'find', arguments: schema }, [['find', {}]], bad('find: order is missing')],
    [{ name: 'find', arguments: schema }, [['find', '{"order":']], bad('the arguments of find are no JSON')],
    [{ forbidden: ['refund'] }, [['find', {}]], ok],
    [{ forbidden: ['refund'] }, [], ok],
    [
      { forbidden: ['refund'] },
      [
        ['refund', {}],
        ['refund', {}],
      ],
      bad('refund is forbidden'),
    ],
    [
      { allowed: ['find'] },
      [
        ['find', {}],
        ['drop\u001b[2J', {}],
      ],
      bad('drop� is not allowed'),
    ],
    [
      { name: 'a', allowed: ['a'], forbidden: ['b'] },
      [['b', {}]],
      bad('a was not called; b is forbidden; b is not allowed'),
    ],
  ])('%j on %j', async (options, calls, score) => {
    expect(await scored(options, calls)).toEqual(score);
  });

  it.each<[ToolCallOptions, Json | undefined, Call[], object]>([
    [{}, 'find', [['find', { order: '1' }]], ok],
    [{}, { name: 'find', arguments: { order: '1' } }, [['find', { order: '1', more: 2 }]], ok],
    [
      { extra: 'refuse' },
      { name: 'find', arguments: { order: '1' } },
      [['find', { order: '1', more: 2 }]],
      bad('find: more is not expected'),
    ],
    [
      {},
      { name: 'find', arguments: { order: '1' } },
      [['find', { order: '2' }]],
      bad('find: order: expected "1", got "2"'),
    ],
    [{ ignore: ['order'] }, { name: 'find', arguments: { order: '1' } }, [['find', { order: '2' }]], ok],
    [{}, '{"name":"find"}', [['find', {}]], ok],
    [{}, '[]', [], ok],
    [{}, [], [['find', {}]], bad('find was called, and is not expected')],
    [
      {},
      ['a', 'b'],
      [
        ['b', {}],
        ['a', {}],
      ],
      ok,
    ],
    [{}, ['a', 'a'], [['a', {}]], bad('a was not called')],
    [
      {},
      ['a', { name: 'a', arguments: { x: 1 } }],
      [
        ['a', { x: 1 }],
        ['a', { x: 2 }],
      ],
      ok,
    ],
    [{}, undefined, [], { metric: 'toolCall', unscored: 'the expected value names no tool calls' }],
    [{}, { tool: 'a' }, [], { metric: 'toolCall', unscored: 'the expected value names no tool calls' }],
  ])('%j, expected %j, on %j', async (options, expected, calls, score) => {
    expect(await scored(options, calls, expected)).toEqual(score);
  });
});
