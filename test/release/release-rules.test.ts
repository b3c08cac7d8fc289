import { describe, expect, it } from 'vitest';
import { resolveRisk } from '../../src/config/resolve-risk.ts';
import { digestOf } from '../../src/core/digest.ts';
import type { Gate } from '../../src/core/gate.ts';
import type { MoveKind, MoveRecord } from '../../src/core/registry.ts';
import { highestRisk, mandatoryGates, type RiskLevel } from '../../src/core/risk.ts';
import type { RunFile } from '../../src/core/run-file.ts';
import { jsonSchema } from '../../src/evaluators/json/json-schema.ts';
import { exactMatch } from '../../src/evaluators/texts/exact-match.ts';
import { type ChecklistInput, checklist } from '../../src/release/checklist.ts';
import { missingGates } from '../../src/release/mandatory-gates.ts';
import { aliasBefore, pathObstacle } from '../../src/release/promotion-path.ts';
import { prompt, runFile } from './runs.ts';

const common = { enforced: true, confidence: 0.95, models: null, slice: null };
const margin = { kind: 'absolute' as const, value: 0.05 };
const baseline: Gate = { ...common, name: 'quality', rule: 'noWorseThan', metric: 'quality', margin };
const critical: Gate = {
  ...common,
  name: 'critical',
  rule: 'mustPass',
  metric: 'quality',
  cases: 'critical',
  evenIfBaselineFails: false,
};
const schema: Gate = { ...common, name: 'schema', rule: 'min', metric: 'schema', limit: 1, stat: null };

describe('the gates that high risk insists on', () => {
  const evaluators = [exactMatch({ metric: 'quality' }), jsonSchema()];
  const withSchema = prompt({ jsonSchema: { name: 'triage', schema: {} } });

  it.each<[string, Gate[], typeof withSchema, string[]]>([
    ['are all there', [baseline, critical, schema], withSchema, []],
    ['are all missing', [], withSchema, ['baseline', 'critical', 'schema']],
    ['leave out the schema where there is none', [baseline, critical], prompt(), []],
    [
      'are not met by a gate that only reports',
      [{ ...baseline, enforced: false }, critical],
      prompt(),
      ['baseline'],
    ],
    ['are not met by a slice', [{ ...baseline, slice: 'german' }, critical], prompt(), ['baseline']],
    ['are not met by latency', [{ ...baseline, metric: 'latency' }, critical], prompt(), ['baseline']],
    ['are not met by other cases', [baseline, { ...critical, cases: 'german' }], prompt(), ['critical']],
  ])('%s', (_, gates, file, expected) => {
    const missing = missingGates(mandatoryGates, { gates, evaluators, prompt: file });
    expect(missing.map(({ gate }) => gate)).toEqual(expected);
  });
});

it.each<[(RiskLevel | undefined)[], RiskLevel]>([
  [[], 'low'],
  [[undefined, undefined], 'low'],
  [['low', 'high'], 'high'],
  [['medium', undefined], 'medium'],
  [['medium', 'low'], 'medium'],
])('of the risks %j the highest counts', (levels, expected) => {
  expect(highestRisk(levels)).toBe(expected);
});

describe('the checklist', () => {
  function statesOf(risk: RiskLevel, changes: Partial<ChecklistInput> = {}): Record<string, string> {
    const items = checklist({
      risk,
      prompt: prompt(),
      owners: null,
      run: runFile(),
      critical: 0,
      head: null,
      approvals: resolveRisk()[risk].approvals,
      approved: 0,
      ...changes,
    });
    return Object.fromEntries(items.map(({ item, state }) => [item, state]));
  }

  it('asks for more the higher the risk is', () => {
    expect(statesOf('low')).toEqual({
      owner: 'missing',
      'use case': 'not needed',
      'release note': 'missing',
      'authority declared': 'not needed',
      'dataset size': 'not needed',
      'critical cases': 'not needed',
      'gates passed': 'done',
      approvals: 'not needed',
      'rollback version': 'not needed',
      'judge calibrated': 'not needed',
    });
    expect(statesOf('medium')).toMatchObject({
      'use case': 'missing',
      'authority declared': 'not needed',
      'dataset size': 'missing',
      'critical cases': 'missing',
      approvals: 'missing',
    });
    expect(statesOf('high')).toMatchObject({ 'authority declared': 'missing' });
  });

  it('is filled in from the records', () => {
    const file = prompt({
      'x-prompteval': {
        variables: {},
        owner: 'support',
        useCase: 'Sorts',
        changelog: 'Better',
        authority: { never: ['refund'] },
      },
    });
    const run = runFile({ dataset: { name: 'triage', digest: digestOf('d'), cases: 59 } });
    const head = { version: 3, digest: digestOf('stable') };
    const states = statesOf('high', { prompt: file, run, critical: 2, head, approved: 2 });
    expect(Object.values(states).filter((state) => state !== 'done')).toEqual(['not needed']);
    expect(states['judge calibrated']).toBe('not needed');
  });

  it.each<[RunFile['judges'], string]>([
    [[{ metric: 'tone', kappaAtLeast: null }], 'missing'],
    [[{ metric: 'tone', kappaAtLeast: 0.7 }], 'done'],
    [
      [
        { metric: 'tone', kappaAtLeast: 0.7 },
        { metric: 'grounded', kappaAtLeast: null },
      ],
      'missing',
    ],
  ])('knows the judges behind the gates: %j is %s', (judges = [], state) => {
    expect(statesOf('low', { run: { ...runFile(), judges } })['judge calibrated']).toBe(state);
  });
});

describe('the promotion path', () => {
  const [one, two] = [digestOf('one'), digestOf('two')];
  const move = (seq: number, kind: MoveKind, to: string, from: string | null): MoveRecord => ({
    v: 1,
    prompt: 'triage',
    alias: 'staging',
    seq,
    prevSha256: null,
    kind,
    from: from === null ? null : { version: from === one ? 1 : 2, digest: from },
    to: { version: to === one ? 1 : 2, digest: to },
    evidence: null,
    approvals: [],
    actor: 'ana',
    reason: null,
    at: '2026-08-22T14:03:00.000Z',
  });

  it('asks only for the alias right before', () => {
    const path = ['dev', 'staging', 'stable'];
    expect(path.map((alias) => aliasBefore(path, alias))).toEqual([undefined, 'dev', 'staging']);
    expect(aliasBefore(path, 'acme/stable')).toBeUndefined();
    expect(aliasBefore([], 'stable')).toBeUndefined();
  });

  it.each<[string, MoveRecord[], RegExp | undefined]>([
    ['that it names', [move(1, 'promote', two, null)], undefined],
    ['that it named', [move(1, 'promote', two, null), move(2, 'promote', one, two)], undefined],
    ['that it never named', [move(1, 'promote', one, null)], /never been staging: it names version 1/],
    ['where it names nothing', [], /names nothing yet/],
    [
      'that was rolled back',
      [move(1, 'promote', one, null), move(2, 'promote', two, one), move(3, 'rollback', one, two)],
      /rolled back from .* by ana \(move 3\)/,
    ],
    [
      'that came back after its rollback',
      [
        move(1, 'promote', one, null),
        move(2, 'promote', two, one),
        move(3, 'rollback', one, two),
        move(4, 'promote', two, one),
      ],
      undefined,
    ],
    ['under a freeze', [move(1, 'promote', two, null), move(2, 'freeze', two, two)], undefined],
  ])('takes or refuses a candidate %s', (_, moves, expected) => {
    const obstacle = pathObstacle(two, 'stable', 'staging', moves);
    if (expected === undefined) expect(obstacle).toBeUndefined();
    else expect(obstacle).toMatch(expected);
  });
});
