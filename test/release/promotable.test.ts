import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/core/digest.ts';
import { RefusedError } from '../../src/core/errors.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { includesOwnModel } from '../../src/release/own-model.ts';
import { promotionBlockers, requireOverridable, requirePromotable } from '../../src/release/promotable.ts';
import { outcome, prompt, runFile, verdict } from './runs.ts';

describe('promotionBlockers', () => {
  it('lets a whole run promote that passed', () => {
    expect(promotionBlockers(runFile(), { alias: 'stable', trialsDigest: digestOf('trials') })).toEqual([]);
  });

  it.each<[string, Partial<RunFile>, number, RegExp]>([
    ['a smoke run', { status: 'smoke' }, 2, /is a smoke run/],
    ['a run that was scored again', { scoredFrom: 'run-0' }, 2, /scored the answers of run run-0 again/],
    ['an unfinished run', { status: 'incomplete' }, 3, /did not finish/],
    [
      'missing trials',
      { trials: { planned: 4, completed: 3, failed: 0, cached: 0 } },
      3,
      /finished 3 of its 4/,
    ],
    ['no trial', { trials: { planned: 0, completed: 0, failed: 0, cached: 0 } }, 3, /evaluated nothing/],
    ['no case', { dataset: { name: 'triage', digest: 'x', cases: 0 } }, 3, /evaluated nothing/],
    ['a fail', { verdict: verdict('fail') }, 1, /^Blocked: The headline of fail$/],
    ['an inconclusive verdict', { verdict: verdict('inconclusive') }, 3, /^Inconclusive: The headline/],
    ['an edited verdict', { verdict: verdict('pass', [outcome('fail')]) }, 1, /says fail/],
    [
      'a plan to hold',
      { plan: { action: 'hold', alias: 'stable', because: 'It is the same.' } },
      1,
      /hold: It is the same$/,
    ],
    [
      'another alias',
      { plan: { action: 'promote', alias: 'canary', because: '' } },
      2,
      /made for canary, not for stable/,
    ],
    ['other models', { pairings: [] }, 2, /did not evaluate demo\/in-context/],
  ])('stops %s', (_, changes, exitCode, reason) => {
    const blockers = promotionBlockers(runFile(changes), { alias: 'stable' });
    expect(blockers).toHaveLength(1);
    expect(blockers[0]?.exitCode).toBe(exitCode);
    expect(blockers[0]?.reason).toMatch(reason);
  });

  it.each<[string, string | undefined, string | null, RegExp | undefined]>([
    ['are as they were', digestOf('cases'), digestOf('cases'), undefined],
    [
      'were changed',
      digestOf('cases'),
      digestOf('others'),
      /cases of run \S+ were changed after it finished/,
    ],
    ['are gone', digestOf('cases'), null, /cases of run \S+ are missing/],
    ['are those of an older version', undefined, digestOf('cases'), undefined],
    ['are gone, of an older version', undefined, null, /cases of run \S+ are missing/],
  ])('looks whether its cases %s', (_, kept, casesDigest, reason) => {
    const digests = { ...runFile().digests, ...(kept !== undefined && { cases: kept }) };
    const blockers = promotionBlockers(runFile({ digests }), { alias: 'stable', casesDigest });
    expect(blockers.map((blocker) => blocker.exitCode)).toEqual(reason ? [1] : []);
    expect(blockers[0]?.reason ?? '').toMatch(reason ?? /^$/);
  });

  it('stops a run whose trials were changed', () => {
    const blockers = promotionBlockers(runFile(), { alias: 'stable', trialsDigest: digestOf('others') });
    expect(blockers.map(({ exitCode }) => exitCode)).toEqual([1]);
  });
});

describe('requirePromotable', () => {
  it.each<[Partial<RunFile>, number]>([
    [{ verdict: verdict('inconclusive') }, 3],
    [{ verdict: verdict('fail'), trials: { planned: 4, completed: 0, failed: 0, cached: 0 } }, 1],
    [{ verdict: verdict('fail'), status: 'smoke' }, 2],
  ])('says everything and exits with the worst', (changes, exitCode) => {
    const run = runFile(changes);
    const attempt = () => requirePromotable(run, { alias: 'stable' });
    expect(attempt).toThrow(RefusedError);
    expect(attempt).toThrow(expect.objectContaining({ exitCode }));
    for (const { reason } of promotionBlockers(run, { alias: 'stable' })) expect(attempt).toThrow(reason);
  });
});

describe('requireOverridable', () => {
  it.each<[Partial<RunFile>, number | null]>([
    [{ verdict: verdict('fail') }, null],
    [{ verdict: verdict('inconclusive') }, null],
    [{ status: 'incomplete' }, null],
    [{ status: 'smoke' }, 2],
    [{ scoredFrom: 'run-0' }, 2],
    [{ plan: { action: 'promote', alias: 'canary', because: '' } }, 2],
  ])('lets %j pass where it is a whole look at the candidate', (changes, exitCode) => {
    const attempt = () => requireOverridable(runFile(changes), { alias: 'stable' });
    if (exitCode === null) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ exitCode }));
  });
});

describe('includesOwnModel', () => {
  const pairing = (model: string, parameters: Record<string, number>) => ({
    candidate: { id: model, model, parameters },
  });
  it.each([
    ['the same', [pairing('demo/in-context', { temperature: 0, maxTokens: 300 })], true],
    ['in another order', [pairing('demo/in-context', { maxTokens: 300, temperature: 0 })], true],
    [
      'beside others',
      [pairing('x/y', {}), pairing('demo/in-context', { temperature: 0, maxTokens: 300 })],
      true,
    ],
    ['with another parameter', [pairing('demo/in-context', { temperature: 1, maxTokens: 300 })], false],
    ['with one parameter less', [pairing('demo/in-context', { temperature: 0 })], false],
    ['another model', [pairing('x/y', { temperature: 0, maxTokens: 300 })], false],
    ['none', [], false],
  ])('%s', (_, pairings, expected) => {
    expect(includesOwnModel(pairings, prompt())).toBe(expected);
  });
});
