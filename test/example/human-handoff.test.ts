import { expect, it, vi } from 'vitest';
import type { Json } from '../../src/core/json.ts';

// The evaluator imports the package by its name, as a user's would; this test needs no build.
vi.mock('prompteval', () => ({ defineEvaluator: (evaluator: unknown) => evaluator }));
const { default: humanHandoff } = await import('../../evaluators/human-handoff.ts');

function score(expected: Json | undefined, text: string) {
  return humanHandoff.evaluate({
    case: {
      id: 'a',
      variables: {},
      ...(expected === undefined ? {} : { expected }),
      tags: [],
      critical: false,
      split: null,
    },
    variables: {},
    messages: [],
    completion: { text, finishReason: 'stop', usage: null, costUsd: null, latencyMs: 1, servedModel: null },
    signal: new AbortController().signal,
  });
}

it.each([
  [true, true, 1],
  [true, false, 0],
  [false, true, 1],
  [false, false, 1],
])('person needed %s, answered %s: %d', (needed, answered, value) => {
  expect(score({ human: needed }, JSON.stringify({ human: answered }))).toMatchObject({
    metric: 'handoff',
    value,
  });
});

it.each(['human: true', '{"human":"yes"}', '{}', 'null', ''])('fails what it cannot read: %j', (text) => {
  expect(score({ human: false }, text)).toMatchObject({ value: 0, reason: expect.stringContaining('human') });
});

it.each([undefined, null, { human: 1 }, 'x'])(
  'does not score a case that expects nothing: %j',
  (expected) => {
    expect(score(expected, '{"human":true}')).toMatchObject({ unscored: expect.any(String) });
  },
);
