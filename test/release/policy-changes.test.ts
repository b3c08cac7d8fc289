import { describe, expect, it } from 'vitest';
import { resolveGates } from '../../src/config/resolve-gates.ts';
import type { GateConfig } from '../../src/config/user-config.ts';
import type { Case } from '../../src/core/case.ts';
import type { Evaluator } from '../../src/core/evaluator.ts';
import { compareCases } from '../../src/release/case-changes.ts';
import { compareEvaluators } from '../../src/release/evaluator-changes.ts';
import { compareGates } from '../../src/release/gate-changes.ts';
import { compareSettings, type JudgingSettings } from '../../src/release/setting-changes.ts';

const metrics = [
  { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] } as const,
  { id: 'tone', better: 'higher', kind: 'score', range: [0, 1] } as const,
].map((metric) => ({ ...metric, range: [0, 1] as [number, number] }));
const gatesOf = (...configs: GateConfig[]) => {
  const { gates, problems } = resolveGates(configs, { metrics, areAll: true });
  expect(problems).toEqual([]);
  return gates;
};

const kept = { metric: 'quality', noWorseThan: 'baseline', margin: 0.03 } as const;

describe('gates', () => {
  it.each<[string, GateConfig, GateConfig, string]>([
    ['a wider margin', kept, { ...kept, margin: 0.1 }, 'gate quality: margin 0.03 → 0.1'],
    ['a margin of another kind', kept, { ...kept, margin: '3%' }, 'gate quality: margin 0.03 → 3 %'],
    ['less confidence', kept, { ...kept, confidence: 0.9 }, 'gate quality: confidence 0.95 → 0.9'],
    ['one that only reports', kept, { ...kept, enforce: false }, 'gate quality: it no longer decides'],
    ['another rule', kept, { metric: 'quality', min: 0.1 }, 'gate quality: rule noWorseThan → min'],
    ['a lower floor', { metric: 'tone', min: 0.8 }, { metric: 'tone', min: 0.7 }, 'gate tone: min 0.8 → 0.7'],
    ['a higher ceiling', { metric: 'cost', max: 1 }, { metric: 'cost', max: 2 }, 'gate cost: max 1 → 2'],
    [
      'more cost',
      { metric: 'cost', maxIncrease: '10%' },
      { metric: 'cost', maxIncrease: '20%' },
      'gate cost: maxIncrease 0.1 → 0.2',
    ],
    ['fewer models', kept, { ...kept, models: ['demo/a'] }, 'gate quality: models none → ["demo/a"]'],
    [
      'other cases',
      { cases: 'critical', mustPass: 'quality', name: 'must' },
      { cases: 'few', mustPass: 'quality', name: 'must' },
      'gate must: cases critical → few',
    ],
    [
      'a calibration to wait for',
      kept,
      { ...kept, requireCalibration: 0.6 },
      'gate quality: requireCalibration none → 0.6',
    ],
    [
      'one looser and one stricter',
      kept,
      { ...kept, margin: 0.1, confidence: 0.99 },
      'gate quality: margin 0.03 → 0.1',
    ],
  ])('are judged as they were: %s', (_, then, now, text) => {
    const [before, after] = [gatesOf(then), gatesOf(now)];
    const { gates, changes } = compareGates(before, after);
    expect(changes).toMatchObject([{ kind: 'gate-looser', isLooser: true, text }]);
    expect(gates).toEqual(before);
  });

  it.each<[string, GateConfig, GateConfig, string]>([
    ['a narrower margin', kept, { ...kept, margin: 0.01 }, 'gate quality is stricter: margin 0.03 → 0.01'],
    ['one that decides now', { ...kept, enforce: false }, kept, 'gate quality is stricter: it decides'],
    ['more models', { ...kept, models: ['demo/a'] }, kept, 'gate quality is stricter: on every model'],
    [
      'even if the baseline fails',
      { cases: 'x', mustPass: 'quality' },
      { cases: 'x', mustPass: 'quality', evenIfBaselineFails: true },
      'gate x quality is stricter: evenIfBaselineFails 0 → 1',
    ],
  ])('are judged as they are: %s', (_, then, now, text) => {
    const [before, after] = [gatesOf(then), gatesOf(now)];
    const { gates, changes } = compareGates(before, after);
    expect(changes).toMatchObject([{ kind: 'gate-stricter', isLooser: false, text }]);
    expect(gates).toEqual(after);
  });

  it('are compared by fields that nobody thought of too', () => {
    const [before] = gatesOf(kept);
    if (before === undefined) throw new Error('there is no gate');
    const newer = { ...before, enforced: true, ...JSON.parse('{ "newer": true }') };
    expect(compareGates([before], [newer]).changes.map(({ text }) => text)).toEqual([
      'gate quality: otherwise {} → {"newer":true}',
    ]);
  });

  it('may be renamed and reordered, are kept where they were removed, and may be added', () => {
    const tone = { metric: 'tone', min: 0.5 };
    const then = gatesOf(kept, tone);
    const renamed = gatesOf(tone, { ...kept, name: 'not worse' });
    expect(compareGates(then, renamed)).toEqual({ gates: renamed, changes: [] });
    const swapped = compareGates(then, gatesOf({ metric: 'cost', max: 1 }, tone));
    expect(swapped.gates.map(({ name }) => name)).toEqual(['cost', 'tone', 'quality']);
    expect(swapped.changes.map(({ text }) => text)).toEqual(['gate cost is new', 'gate quality was removed']);
    // A new gate under an old name takes no place.
    const taken = compareGates(then, gatesOf({ ...tone, name: 'quality' }, tone));
    expect(taken.gates).toHaveLength(2);
    expect(taken.gates[0]).toMatchObject({ name: 'quality', rule: 'noWorseThan' });
    expect(taken.changes[0]).toMatchObject({ isLooser: true });
  });
});

const golden = (id: string, more: Partial<Case> = {}): Case => ({
  id,
  variables: { message: `text of ${id}` },
  expected: 'yes',
  tags: [],
  critical: false,
  split: null,
  ...more,
});

describe('cases', () => {
  it.each<[string, Partial<Case>, string, string]>([
    ['what is expected', { expected: 'no' }, 'cases-edited', '1 case is edited: a'],
    ['its text', { variables: { message: 'easier' } }, 'cases-edited', '1 case is edited: a'],
    ['its tags', { tags: ['rare'] }, 'cases-edited', '1 case is edited: a'],
    ['its split', { split: 'tune' }, 'cases-edited', '1 case is edited: a'],
    ['that it is critical', { critical: false }, 'critical-taken', '1 case is no longer critical: a'],
  ])('count as they were where this changed: %s', (_, change, kind, text) => {
    const then = [golden('a', { critical: true }), golden('b')];
    const { cases, changes } = compareCases(then, [golden('a', { critical: true, ...change }), golden('b')]);
    expect(changes).toMatchObject([{ kind, text, names: ['a'], isLooser: true }]);
    expect(cases).toEqual(then);
  });

  it('are all there: those that were removed too, and those that are new', () => {
    const then = [golden('a'), golden('b'), golden('c')];
    const now = [golden('d'), golden('b', { notes: 'a word' }), golden('a')];
    const { cases, changes } = compareCases(then, now);
    expect(cases.map(({ id }) => id)).toEqual(['d', 'b', 'a', 'c']);
    expect(changes.map(({ text, isLooser }) => [text, isLooser])).toEqual([
      ['1 case is removed: c', true],
      ['1 case is new: d', false],
    ]);
    const again = [
      golden('e', { variables: { message: 'text of a' } }),
      golden('f', { variables: { message: 'text of a' } }),
    ];
    expect(compareCases(then, [...then, golden('d'), ...again]).changes.map(({ text }) => text)).toEqual([
      '3 cases are new, 2 of which ask the same as another: d, e, f',
    ]);
    expect(compareCases(then, then)).toEqual({ cases: then, changes: [] });
    const many = Array.from({ length: 8 }, (_, index) => golden(`case ${index}`));
    expect(compareCases(many, []).changes[0]?.text).toBe(
      '8 cases are removed: case 0, case 1, case 2, case 3, case 4, 3 more',
    );
  });
});

it('evaluators measure as they did, and new ones measure besides', () => {
  const made = (
    name: string,
    version: string,
    ...ids: string[]
  ): { evaluator: Evaluator; digest: string } => ({
    digest: `${name} ${version}`,
    evaluator: {
      name,
      version,
      options: {},
      metrics: ids.map((id) => ({ id, better: 'higher', kind: 'binary', range: [0, 1] })),
      evaluate: () => [],
    },
  });
  const then = [made('one', '1', 'a'), made('two', '1', 'b'), made('three', '1', 'c')];
  const now = [made('new', '1', 'd'), made('two', '2', 'b'), made('one', '1', 'a')];
  const { evaluators, changes } = compareEvaluators(then, now);
  expect(evaluators.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'new 1',
    'two 1',
    'one 1',
    'three 1',
  ]);
  expect(changes.map(({ text, isLooser }) => [text, isLooser])).toEqual([
    ['evaluator new is new', false],
    ['evaluator two went from version 1 to 2', true],
    ['evaluator three was removed', true],
  ]);
});

it('settings that were made looser count as they were', () => {
  const then: JudgingSettings<string> = {
    attempts: 'corrected',
    onInconclusive: 'block',
    repeats: 3,
    cluster: 'customer',
    models: ['own', 'a'],
  };
  const now: JudgingSettings<string> = {
    attempts: 'counted',
    onInconclusive: 'ask',
    repeats: 1,
    models: ['own', 'b'],
  };
  const looser = compareSettings(then, now);
  expect(looser.settings).toEqual({ ...then, models: ['own', 'b', 'a'] });
  expect(looser.changes.map(({ names }) => names[0])).toEqual([
    'attempts',
    'onInconclusive',
    'repeats',
    'cluster',
    'models',
  ]);
  expect(looser.changes.every(({ isLooser }) => isLooser)).toBe(true);
  const stricter = compareSettings(
    { ...now, models: ['own'] },
    { ...now, repeats: 5, onInconclusive: 'block' },
  );
  expect(stricter.settings).toMatchObject({ repeats: 5, onInconclusive: 'block' });
  expect(stricter.changes.some(({ isLooser }) => isLooser)).toBe(false);
});
