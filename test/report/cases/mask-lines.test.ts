import { describe, expect, it } from 'vitest';
import { rowJson } from '../../../src/report/cases/row-json.ts';

const secret = 'Lindenallee 4711 Berlin';
const hidden = new Set(['address']);
const place = { arm: 'candidate', case: 'a', model: 'm', repeat: 0, attempts: 1 };
const completion = {
  text: 'fine',
  finishReason: 'stop',
  usage: null,
  costUsd: null,
  latencyMs: null,
  servedModel: null,
};

function shown(trial: object, pairs: object[] = []): string {
  const variables = { address: secret, question: 'where?' };
  const lines = pairs.map((pair) => JSON.stringify(pair));
  return rowJson({ variables }, [JSON.stringify({ ...place, scores: [], ...trial })], lines, hidden);
}

describe('a row with something to hide', () => {
  it.each([
    ['an answer', { status: 'completed', completion: { ...completion, text: `at ${secret}` } }],
    [
      'an answer that is no text',
      { status: 'completed', completion: { ...completion, text: { at: secret } } },
    ],
    [
      'the name of a model',
      { status: 'completed', completion: { ...completion, servedModel: `m ${secret}` } },
    ],
    ['what a tool is given', calling([{ id: 'x', name: 'find', arguments: { at: secret } }])],
    ['the name of a call', calling([{ id: secret, name: secret, arguments: {}, more: secret }])],
    ['calls that are a text', calling(secret)],
    ['calls that are an object', calling({ name: secret })],
    ['calls that are no objects', calling([null, secret])],
    ['a failure', { status: 'failed', failure: { code: secret, message: `no ${secret}` } }],
    ['a failure that is no text', { status: 'failed', failure: { code: { at: secret }, message: [secret] } }],
    ['a reason', { status: 'completed', scores: [{ metric: 'q', value: 1, reason: `for ${secret}` }] }],
    [
      'a reason that is no text',
      { status: 'completed', scores: [{ metric: 'q', value: 1, reason: { toString: 1 } }] },
    ],
    [
      'why there is no score',
      { status: 'completed', scores: [{ metric: 'q', unscored: secret, reason: secret }] },
    ],
    ['what no score has', { status: 'completed', scores: [{ metric: 'q', value: 1, detail: secret }] }],
  ])('does not show it in %s', (_title, trial) => {
    const row = shown(trial);
    expect(row).not.toContain('Lindenallee');
    expect(JSON.parse(row)).toMatchObject({ variables: { question: 'where?' }, trials: [place] });
  });

  it('does not show it in what was said of both answers, and keeps the scores', () => {
    const reply = (first: string) => ({ first, chose: 'candidate', reason: secret, more: secret });
    const scores = [
      { metric: 'preferred', value: 1, replies: [reply('baseline'), reply('candidate')], more: secret },
      { metric: 'other', unscored: secret, reason: secret },
    ];
    const row = shown({ status: 'completed', completion }, [
      { pair: 'm', case: 'a', repeat: 0, scores, more: secret },
    ]);
    expect(row).not.toContain('Lindenallee');
    expect(JSON.parse(row).trials[0].scores).toMatchObject([
      { metric: 'preferred', value: 1 },
      { metric: 'other', unscored: expect.any(String) },
    ]);
  });

  it('is a row of whole lines where nothing is hidden', () => {
    const line = '{"arm":"candidate",  "text":"as it stands"}';
    expect(rowJson({ variables: { a: 1 }, expected: 'x' }, [line], ['{"pair":1}'], new Set())).toBe(
      `{"variables":{"a":1},"expected":"x","trials":[${line}],"pairs":[{"pair":1}]}`,
    );
    expect(rowJson({}, [], [], new Set())).toBe('{"trials":[]}');
  });
});

function calling(toolCalls: unknown) {
  return { status: 'completed', completion: { ...completion, toolCalls } };
}
