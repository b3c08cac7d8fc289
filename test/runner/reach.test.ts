import { expect, it } from 'vitest';
import { ProviderError } from '../../src/core/errors.ts';
import type { TrialRecord } from '../../src/core/trial.ts';
import { Reach } from '../../src/runner/reach.ts';

const place = { arm: 'candidate' as const, case: 'a', model: 'vllm/m', repeat: 0, scores: [], attempts: 3 };
const failed = (code: string): TrialRecord => ({
  ...place,
  status: 'failed',
  failure: { code, message: 'vllm at http://127.0.0.1:1/v1: nothing answers there' },
});
const answered: TrialRecord = { ...place, status: 'completed' };

it('ends the run where a server was never there, and says where to look', () => {
  const note = () => new Reach(false).note('vllm/m', failed('unreachable'));
  expect(note).toThrow(ProviderError);
  expect(note).toThrow(expect.objectContaining({ code: 'unreachable', scope: 'run' }));
  expect(note).toThrow(/127\.0\.0\.1:1\/v1: nothing answers there; check .* of providers\.vllm/);
});

it('ends it where a proxy was never there too, and says nothing of the address', () => {
  const note = () => new Reach(false).note('vllm/m', failed('proxy-unreachable'));
  expect(note).toThrow(expect.objectContaining({ code: 'proxy-unreachable', scope: 'run' }));
  expect(note).not.toThrow(/baseURL/);
  const reach = new Reach(false);
  reach.note('vllm/m', answered);
  expect(() => reach.note('vllm/m', failed('proxy-unreachable'))).not.toThrow();
});

it.each<[string, TrialRecord]>([
  ['answered', answered],
  ['said no', failed('server-error')],
  ['cut a reply off', failed('cut-reply')],
])('lets a server that has %s be away later', (_, before) => {
  const reach = new Reach(false);
  reach.note('vllm/m', before);
  expect(() => reach.note('vllm/m', failed('unreachable'))).not.toThrow();
  expect(() => reach.note('vllm/other', failed('unreachable'))).toThrow(ProviderError);
});

it('lets a run that goes on, and what a cache answered, say what each is worth', () => {
  expect(() => new Reach(true).note('vllm/m', failed('unreachable'))).not.toThrow();
  const reach = new Reach(false);
  reach.note('vllm/m', { ...answered, askedAt: '2026-11-20T00:00:00.000Z' });
  expect(() => reach.note('vllm/m', failed('unreachable'))).toThrow(ProviderError);
});

it('ends the run where the first ten calls to a model were all told that there is nothing', () => {
  const reach = new Reach(false);
  const ask = (times: number) => {
    for (let time = 0; time < times; time++) reach.note('vllm/m', failed('not-found'));
  };
  ask(9);
  reach.note('vllm/other', answered);
  expect(() => ask(1)).toThrow(/; so ended the first 10 calls to vllm\/m: check its name .*providers\.vllm/);
});

it.each<[string, TrialRecord]>([
  ['an answer', answered],
  ['another refusal', failed('bad-request')],
])('goes on after %s, however many are told so then', (_, other) => {
  const reach = new Reach(false);
  const all = [failed('not-found'), other, ...Array.from({ length: 50 }, () => failed('not-found'))];
  expect(() => all.map((record) => reach.note('vllm/m', record))).not.toThrow();
});
