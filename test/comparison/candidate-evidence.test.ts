import { describe, expect, it } from 'vitest';
import { evidenceFor, firstRelease, flagged, grade, limit, mustPass, quality, type Row } from './observed.ts';

function repeat(count: number, row: Row): Row[] {
  return Array.from({ length: count }, () => ({ ...row }));
}

describe('floors and ceilings', () => {
  it('bounds a binary metric by Clopper and Pearson', () => {
    const rows = [...repeat(95, { candidate: 1 }), ...repeat(5, { candidate: 0 })];
    const evidence = evidenceFor('limit', rows, quality, limit('min', 'quality', 0.8), firstRelease);
    expect(evidence).toMatchObject({ proven: 'within', estimate: 0.95, cases: 100, needed: null });
    // The rates at which 95 or more, and 95 or fewer, of 100 pass with 5 %; from exact binomial sums.
    expect(evidence.interval?.low).toBeCloseTo(0.8977466, 6);
    expect(evidence.interval?.high).toBeCloseTo(0.9800944, 6);
  });

  it.each([
    ['proven', 300, 0, 0.98, 'within'],
    ['not proven', 100, 0, 0.98, null],
    ['disproven', 60, 40, 0.8, 'beyond'],
  ] as const)('%s', (_, passes, fails, floor, proven) => {
    const rows = [...repeat(passes, { candidate: 1 }), ...repeat(fails, { candidate: 0 })];
    expect(evidenceFor('limit', rows, quality, limit('min', 'quality', floor)).proven).toBe(proven);
  });

  it('says how many cases a floor needs when all pass', () => {
    const rows = repeat(100, { candidate: 1 });
    expect(evidenceFor('limit', rows, quality, limit('min', 'quality', 0.98)).needed).toBe(149);
  });

  it.each([
    // The fewest of which four in five runs pass, by exact binomial sums.
    { passes: 39, fails: 1, floor: 0.9, needed: 61 },
    { passes: 95, fails: 5, floor: 0.9, needed: 179 },
    { passes: 90, fails: 10, floor: 0.9, needed: null },
  ])('says how many one needs of which $passes pass and $fails fail', ({ passes, fails, floor, needed }) => {
    const rows = [...repeat(passes, { candidate: 1 }), ...repeat(fails, { candidate: 0 })];
    const evidence = evidenceFor('limit', rows, quality, limit('min', 'quality', floor));
    expect(evidence).toMatchObject({ proven: null, needed });
  });

  it('says how many a floor under a mean score needs, more than there were', () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ candidate: index % 2 === 0 ? 7 : 9 }));
    const { proven, needed } = evidenceFor('limit', rows, grade, limit('min', 'grade', 7.7));
    expect([proven, needed]).toEqual([null, 138]);
  });

  it('counts a missing result as the worst for both bounds', () => {
    const rows: Row[] = [...repeat(99, { candidate: 1 }), { candidate: 'failed' }];
    const { interval, missing, estimate } = evidenceFor('limit', rows, quality, limit('min', 'quality', 0.5));
    const low = [...repeat(99, { candidate: 1 }), { candidate: 0 }];
    expect(interval?.low).toBe(
      evidenceFor('limit', low, quality, limit('min', 'quality', 0.5)).interval?.low,
    );
    expect(interval?.high).toBe(1);
    expect([missing, estimate]).toEqual([1, 1]);
  });

  it('reads a ceiling the other way round', () => {
    const rows = [...repeat(97, { candidate: 0 }), ...repeat(3, { candidate: 1 })];
    const ceiling = (value: number) =>
      evidenceFor('limit', rows, flagged, limit('max', 'flagged', value)).proven;
    expect([ceiling(0.1), ceiling(0.05), ceiling(0.001)]).toEqual(['within', null, 'beyond']);
  });

  it('reaches a limit that its bound is but for rounding', () => {
    const sure = { confidence: 0.99 };
    const floor = evidenceFor(
      'limit',
      repeat(2, { candidate: 1 }),
      quality,
      limit('min', 'quality', 0.1, sure),
    );
    const ceiling = evidenceFor(
      'limit',
      repeat(2, { candidate: 0 }),
      flagged,
      limit('max', 'flagged', 0.9, sure),
    );
    expect([floor.proven, ceiling.proven]).toEqual(['within', 'within']);
  });

  it('takes the t bound for scores and for repeats', () => {
    const scores = evidenceFor('limit', repeat(50, { candidate: 8 }), grade, limit('min', 'grade', 7));
    expect(scores).toMatchObject({ proven: 'within', estimate: 8 });
    const rows = repeat(80, { candidate: [1, 1, 0] });
    const repeated = evidenceFor('limit', rows, quality, limit('min', 'quality', 0.6));
    expect(repeated).toMatchObject({ proven: 'within' });
    expect([scores, repeated].map((item) => item.interval?.method)).toEqual(
      Array(2).fill('t with one worst case added'),
    );
  });

  it('has no answer where nothing was measured', () => {
    const rows: Row[] = repeat(10, { candidate: 'failed' });
    expect(evidenceFor('limit', rows, quality, limit('min', 'quality', 0.5))).toMatchObject({
      unanswerable: 'no-values',
      proven: null,
      estimate: null,
      interval: null,
    });
  });
});

describe('p95', () => {
  const p95 = (max: number) => limit('max', 'latency', max, { stat: 'p95' });
  const upTo = (count: number): Row[] =>
    Array.from({ length: count }, (_, index) => ({ candidate: index + 1 }));

  it('has no upper bound with 58 cases, and the largest value with 59', () => {
    const few = evidenceFor('limit', upTo(58), 'latency', p95(1000));
    expect(few).toMatchObject({ proven: null, interval: null, needed: 59, estimate: 56 });
    const enough = evidenceFor('limit', upTo(59), 'latency', p95(1000));
    expect(enough).toMatchObject({ proven: 'within', needed: null, estimate: 57 });
    expect(enough.interval?.high).toBe(59);
  });

  it('says how many cases it needs where some are beyond it', () => {
    const evidence = evidenceFor('limit', upTo(100), 'latency', p95(98));
    expect(evidence).toMatchObject({ proven: null, needed: 234 });
  });

  it('can fail with fewer: that takes no upper bound', () => {
    expect(evidenceFor('limit', repeat(20, { candidate: 5000 }), 'latency', p95(1000))).toMatchObject({
      proven: 'beyond',
      interval: null,
    });
  });

  it('takes the largest of the repeats', () => {
    const rows = repeat(100, { candidate: [10, 900, 20] });
    const evidence = evidenceFor('limit', rows, 'latency', p95(800));
    expect(evidence).toMatchObject({ proven: 'beyond', estimate: 900 });
  });

  it('takes a missing value for infinitely slow', () => {
    const rows: Row[] = [...repeat(58, { candidate: 10 }), { candidate: 'failed' }];
    expect(evidenceFor('limit', rows, 'latency', p95(1000))).toMatchObject({
      proven: null,
      interval: null,
      missing: 1,
      needed: null,
    });
  });

  it('says why there is nothing', () => {
    const unpriced: Row[] = repeat(60, { candidate: null });
    const cost = limit('max', 'cost', 1, { stat: 'p95' });
    expect(evidenceFor('limit', unpriced, 'cost', cost, firstRelease).unanswerable).toBe('no-price');
    expect(evidenceFor('limit', unpriced, 'latency', p95(9), firstRelease).unanswerable).toBe('no-latency');
  });
});

describe('rules', () => {
  it('bounds the true rate where no output broke it', () => {
    const evidence = evidenceFor('rule', repeat(300, { candidate: 1 }), quality, limit('min', 'quality', 1));
    expect(evidence).toMatchObject({ seen: 300, broken: [], missing: 0, unanswerable: null });
    expect(evidence.rateBelow).toBeCloseTo(1 - 0.05 ** (1 / 300), 12);
  });

  it('does not count repeats as cases for that rate', () => {
    const rows = repeat(100, { candidate: [1, 1, 1] });
    const evidence = evidenceFor('rule', rows, quality, limit('min', 'quality', 1));
    expect(evidence.seen).toBe(300);
    expect(evidence.rateBelow).toBeCloseTo(1 - 0.05 ** (1 / 100), 12);
  });

  it.each([
    ['min 1', quality, 'min', 1, [1, 0, 1]],
    ['max 0', flagged, 'max', 0, [0, 1, 0]],
    ['min at the top of a range', grade, 'min', 10, [10, 9.99, 10]],
    ['max on a cost', 'cost', 'max', 0.02, [0.02, 0.021, 0.001]],
    ['max on tokens', 'outputTokens', 'max', 400, [400, 401, 0]],
  ] as const)('names every output that broke it: %s', (_, metric, rule, value, candidates) => {
    const rows = candidates.map((candidate, index) => ({ id: `c${index}`, candidate }));
    const gate = limit(rule, typeof metric === 'string' ? metric : metric.id, value);
    const evidence = evidenceFor('rule', rows, metric, gate);
    expect(evidence.broken).toEqual([{ case: 'c1', value: candidates[1] }]);
    expect(evidence.rateBelow).toBeNull();
  });

  it('counts what is missing, and bounds no rate then', () => {
    const rows: Row[] = [{ candidate: 1 }, { candidate: 'failed' }];
    const evidence = evidenceFor('rule', rows, quality, limit('min', 'quality', 1));
    expect(evidence).toMatchObject({ seen: 1, missing: 1, rateBelow: null });
  });

  it('does not take an unknown price for zero', () => {
    const rows: Row[] = repeat(3, { candidate: null });
    const evidence = evidenceFor('rule', rows, 'cost', limit('max', 'cost', 1), firstRelease);
    expect(evidence).toMatchObject({ seen: 0, unanswerable: 'no-price', rateBelow: null });
  });

  it('is a floor as soon as it is below the top', () => {
    const gate = limit('min', 'quality', 0.99);
    expect(evidenceFor('limit', [{ candidate: 1 }], quality, gate).kind).toBe('limit');
  });
});

describe('must pass', () => {
  it('looks at the critical cases, or at those with a tag', () => {
    const rows: Row[] = [
      { id: 'a', critical: true, baseline: 1, candidate: 1 },
      { id: 'b', tags: ['refund'], baseline: 1, candidate: 0 },
      { id: 'c', tags: ['refund'], critical: true, baseline: 1, candidate: 1 },
    ];
    const ids = (named: string) =>
      evidenceFor('mustPass', rows, quality, mustPass('quality', named)).results.map((result) => result.case);
    expect(ids('critical')).toEqual(['a', 'c']);
    expect(ids('refund')).toEqual(['b', 'c']);
    expect(ids('nothing')).toEqual([]);
  });

  it('counts trials one by one', () => {
    const rows: Row[] = [{ id: 'a', critical: true, baseline: [1, 1, 1], candidate: [1, 0, 'failed'] }];
    const { results, missing } = evidenceFor('mustPass', rows, quality, mustPass('quality'));
    const seen = { passed: 1, trials: 3, missing: 1, candidate: 0.5, baseline: 1, baselinePassed: true };
    expect(results).toEqual([{ case: 'a', ...seen }]);
    expect(missing).toBe(1);
  });

  it.each<[string, Row['baseline'], boolean | null]>([
    ['passes every trial', [1, 1], true],
    ['fails one', [1, 0], false],
    ['fails one and misses one', [0, 'failed'], false],
    ['misses one', [1, 'failed'], null],
    ['misses all', ['failed', 'failed'], null],
  ])('knows whether the baseline %s', (_, baseline = [], passed) => {
    const rows: Row[] = [{ critical: true, baseline, candidate: [0, 0] }];
    const [result] = evidenceFor('mustPass', rows, quality, mustPass('quality')).results;
    expect(result?.baselinePassed).toBe(passed);
  });

  it('has no baseline to look at on a first release', () => {
    const rows: Row[] = [{ critical: true, candidate: 1 }];
    const [result] = evidenceFor('mustPass', rows, quality, mustPass('quality'), firstRelease).results;
    expect(result?.baselinePassed).toBeNull();
  });

  it('takes the best end of the range for a pass', () => {
    const rows: Row[] = [{ critical: true, baseline: 0, candidate: 0 }];
    const [result] = evidenceFor('mustPass', rows, flagged, mustPass('flagged')).results;
    expect(result).toMatchObject({ passed: 1, baselinePassed: true });
  });
});
