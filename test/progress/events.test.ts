import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/core/progress.ts';
import { eventLine } from '../../src/progress/event-line.ts';
import { createEventWriter } from '../../src/progress/events.ts';
import { createLogProgress, logOf } from '../../src/progress/log.ts';

const trial = { arm: 'candidate', case: 'c-1', model: 'openai/m', repeat: 0 } as const;
const judge = { about: trial, metric: 'tone', model: 'openai/j' };
const answer = {
  latencyMs: 50.2,
  finishReason: 'stop',
  servedModel: null,
  inputTokens: 3,
  outputTokens: null,
};

/** One of each, in the order of a run. */
const samples: { [Type in ProgressEvent['type']]: Extract<ProgressEvent, { type: Type }> } = {
  'run-started': {
    type: 'run-started',
    run: '20261121-154501-9f3c1a',
    prompt: 'triage',
    title: 'v2 vs v1',
    models: [{ id: 'openai/m', planned: 4, kept: { completed: 1, costUsd: 0.1 } }],
    judges: { planned: 4 },
    maxCost: null,
  },
  'trial-started': { type: 'trial-started', trial },
  'attempt-started': { type: 'attempt-started', trial, attempt: 1 },
  'attempt-failed': { type: 'attempt-failed', trial, attempt: 1, code: 'rate-limited' },
  'attempt-retried': { type: 'attempt-retried', trial, attempt: 1, code: 'rate-limited', waitMs: 41_999.7 },
  'pace-changed': { type: 'pace-changed', model: 'openai/m', atOnce: 3, slowedDown: true, waitMs: 42_000 },
  'attempt-answered': { type: 'attempt-answered', trial, attempt: 2, answer },
  'judge-retried': { type: 'judge-retried', judge, code: 'timeout', waitMs: 1.5 },
  'judge-replied': { type: 'judge-replied', judge, costUsd: null, cached: false, answer },
  'judge-failed': {
    type: 'judge-failed',
    judge: { ...judge, about: { case: 'c-1', model: 'm', repeat: 1 } },
  },
  'trial-finished': {
    type: 'trial-finished',
    trial,
    status: 'failed',
    costUsd: null,
    attempts: 6,
    cached: false,
    code: 'timeout',
  },
  'run-stopped': { type: 'run-stopped', because: 'budget', usd: 1 },
  'run-finished': { type: 'run-finished' },
  verdict: {
    type: 'verdict',
    run: '20261121-154501-9f3c1a',
    prompt: 'triage',
    status: 'inconclusive',
    gates: [{ gate: 'quality', model: null, status: 'inconclusive', enforced: true, reason: 'too-noisy' }],
    trials: { planned: 4, completed: 3, failed: 1, cached: 0 },
    spend: { usd: 0.1, judgeUsd: 0, waitingUsd: 0.02 },
    action: 'hold',
    warnings: ['an old baseline'],
  },
  released: { type: 'released', run: 'r', prompt: 'triage', alias: 'stable', from: null, to: 2, seq: 1 },
  'run-failed': { type: 'run-failed', error: 'unauthorized' },
};
const events = Object.values(samples);

const place = { at: '2026-11-21T14:05:15.000Z', run: null, prompt: null };
const schema = JSON.parse(readFileSync(new URL('../../schema/events.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, validateFormats: false });
const fits = ajv.compile(schema);

describe('a line of an events file', () => {
  it.each(events)('of $type fits the schema', (event) => {
    const line = eventLine(event, place);
    expect(fits(JSON.parse(line)), JSON.stringify(fits.errors)).toBe(true);
    expect(line.split('\n')).toHaveLength(2);
  });

  it('of every type of the schema is there', () => {
    const known = schema.oneOf.map(
      (one: { properties: { type: { const: string } } }) => one.properties.type.const,
    );
    const completed = { ...samples['trial-finished'], status: 'completed' as const };
    const written = [...events, completed].map((event) => JSON.parse(eventLine(event, place)).type);
    expect(written.sort()).toEqual(known.sort());
  });

  it('holds nothing that could repaint a terminal, and reads back as it was', () => {
    const hostile = 'c\u001b[2J\u202e\u2028\u009b1m\n{"type":"released"}';
    const line = eventLine({ type: 'trial-started', trial: { ...trial, case: hostile } }, place);
    expect(line).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(line).case).toBe(hostile);
  });
});

describe('the writer of events', () => {
  it('writes whole lines, in order, with the run that they belong to, and nothing after its end', async () => {
    const writes: string[] = [];
    let closed = 0;
    const sink = createEventWriter(
      (lines) => void writes.push(lines),
      () => void closed++,
      () => new Date(0),
    );
    sink.emit(samples['trial-started']);
    sink.emit(samples['run-started']);
    await new Promise((resolve) => setImmediate(resolve));
    sink.emit(samples['attempt-started']);
    sink.close();
    sink.close();
    sink.emit(samples['run-failed']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toBe(1);
    expect(writes).toHaveLength(2);
    const lines = writes
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type, run, at }) => [type, run, at])).toEqual([
      ['trial-started', null, '1970-01-01T00:00:00.000Z'],
      ['run-started', '20261121-154501-9f3c1a', '1970-01-01T00:00:00.000Z'],
      ['attempt-started', '20261121-154501-9f3c1a', '1970-01-01T00:00:00.000Z'],
    ]);
  });
});

function logged(level: 'error' | 'warn' | 'info' | 'debug'): string[] {
  const lines: string[] = [];
  const sink = createLogProgress({ write: (line) => lines.push(line) }, level, () => new Date(0));
  for (const event of events) sink.emit(event);
  return lines;
}

describe('the log', () => {
  it('says at each level what the one before says, and more', () => {
    expect(logged('error')).toEqual(['00:00:00.000 error could not go on (unauthorized)\n']);
    expect(logged('warn')).toEqual([
      '00:00:00.000 warn  candidate c-1 on openai/m: waits 42.00 s after attempt 1 (rate-limited)\n',
      '00:00:00.000 warn  openai/m: 3 at once (rate limits), next call in 42.00 s\n',
      '00:00:00.000 warn  judge openai/j for tone of both arms c-1: no reply\n',
      '00:00:00.000 warn  candidate c-1 on openai/m: failed after 6 attempts (timeout)\n',
      '00:00:00.000 warn  stopped: the budget is spent, after $1.00\n',
      '00:00:00.000 warn  run 20261121-154501-9f3c1a: inconclusive (quality: too-noisy)\n  ⚠ an old baseline\n',
      '00:00:00.000 error could not go on (unauthorized)\n',
    ]);
    expect(logged('info')).toHaveLength(9);
    expect(logged('debug')).toHaveLength(events.length);
  });

  it('says of ids only what a terminal can take', () => {
    const said = logOf({
      type: 'trial-started',
      trial: { ...trial, case: `a\u001b[2J\n${'b'.repeat(200)}` },
    });
    expect(said?.text).toMatch(/^candidate a� ?b+… on openai\/m: started$/);
    expect(said?.text.length).toBeLessThan(110);
  });
});
