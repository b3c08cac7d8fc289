import { describe, expect, it } from 'vitest';
import type { Gate } from '../../src/core/gate.ts';
import type { Metric } from '../../src/core/score.ts';
import {
  betterThan,
  firstRelease,
  flagged,
  flips,
  grade,
  limit,
  maxIncrease,
  mustPass,
  noWorseThan,
  quality,
  type Row,
  toxicity,
} from '../comparison/observed.ts';
import { outcomeOn } from './judged.ts';

const margin3 = noWorseThan('quality', 0.03);
const p95 = limit('max', 'latency', 1000, { stat: 'p95' });

function repeat(count: number, row: Row): Row[] {
  return Array.from({ length: count }, () => ({ ...row }));
}

describe('what the user reads', () => {
  it.each<[string, Row[], Metric | string, Gate, string, string, string]>([
    [
      'a pass',
      flips({ wins: 9, losses: 8, pass: 253, fail: 30 }),
      quality,
      margin3,
      'pass',
      'proven-not-worse',
      'quality: 87.3 % vs 87.0 % on 300 cases (9 better, 8 worse). Not worse by more than 2.1 points, 95 % sure. You allow 3.',
    ],
    [
      'a fail',
      flips({ wins: 8, losses: 30, pass: 253, fail: 9 }),
      quality,
      margin3,
      'fail',
      'proven-worse',
      'quality: 30 cases got worse, 8 better. The drop is at least 3.9 points (best estimate 7.3); you allow 3. First: case-009, case-010, case-011, …',
    ],
    [
      'too much noise',
      flips({ wins: 12, losses: 14, pass: 240, fail: 34 }),
      quality,
      margin3,
      'inconclusive',
      'not-enough-cases',
      'quality: 12 better, 14 worse on 300 cases. Could be up to 3.7 points worse; you allow 3. About 980 cases would settle it if the difference stays as seen.',
    ],
    [
      'too much noise of a prompt that disagrees with itself',
      [
        ...repeat(60, { baseline: [1, 1], candidate: [1, 1] }),
        ...repeat(10, { baseline: [1, 0], candidate: [0, 0] }),
        ...repeat(10, { baseline: [0, 0], candidate: [0, 1] }),
      ],
      quality,
      noWorseThan('quality', 0.05),
      'inconclusive',
      'not-enough-cases',
      'quality: 10 better, 10 worse on 80 cases. Could be up to 6.3 points worse; you allow 5. About 200 cases or 13 trials of each case would settle it if the difference stays as seen.',
    ],
    [
      'too few cases',
      flips({ pass: 20 }),
      quality,
      noWorseThan('quality', 0.05),
      'inconclusive',
      'not-enough-cases',
      'quality: no case changed, but 20 cases can only rule out drops above 13.9 points; you allow 5. Needs 59 cases.',
    ],
    [
      'one case too few, by less than a tenth of a point',
      flips({ pass: 58 }),
      quality,
      noWorseThan('quality', 0.05),
      'inconclusive',
      'not-enough-cases',
      'quality: no case changed, but 58 cases can only rule out drops above 5.03 points; you allow 5. Needs 59 cases.',
    ],
    [
      'a margin of more digits than are usual',
      flips({ pass: 234 }),
      quality,
      noWorseThan('quality', 0.0125),
      'inconclusive',
      'not-enough-cases',
      'quality: no case changed, but 234 cases can only rule out drops above 1.27 points; you allow 1.25. Needs 239 cases.',
    ],
    [
      'a rule of more digits than are usual',
      [{ id: 'c1', candidate: 0.000184 }],
      'cost',
      limit('max', 'cost', 0.000181),
      'fail',
      'rule-broken',
      'cost: 1 of 1 output broke the rule that every output is at most $0.000181. First: c1 ($0.000184)',
    ],
    [
      'just enough cases',
      flips({ pass: 59 }),
      quality,
      noWorseThan('quality', 0.05),
      'pass',
      'proven-not-worse',
      'quality: 100.0 % vs 100.0 % on 59 cases (0 better, 0 worse). Not worse by more than 4.95 points, 95 % sure. You allow 5.',
    ],
    [
      'a floor that is missed by little',
      flips({ pass: 58 }),
      quality,
      limit('min', 'quality', 0.95),
      'inconclusive',
      'not-enough-cases',
      'quality: mean 100.0 % on 58 cases. Only at least 94.97 % is proven, and you ask for at least 95.0 %. About 59 cases would settle it if results stay as seen.',
    ],
    [
      'a rule that holds',
      repeat(300, { candidate: 1 }),
      quality,
      limit('min', 'quality', 1),
      'pass',
      'within-limit',
      'quality: no output broke the rule, 0 of 300: true rate below 1.0 % with 95 % confidence.',
    ],
    [
      'a rule over repeats',
      repeat(100, { candidate: [0, 0, 0] }),
      flagged,
      limit('max', 'flagged', 0),
      'pass',
      'within-limit',
      'flagged: no output broke the rule, 0 of 300 outputs in 100 cases: true rate below 3.0 % with 95 % confidence.',
    ],
    [
      'a broken rule',
      [
        { id: 'x', candidate: 1 },
        { id: 'tax-003', candidate: 0 },
      ],
      quality,
      limit('min', 'quality', 1),
      'fail',
      'rule-broken',
      'quality: 1 of 2 outputs broke the rule that every output scores 1. First: tax-003',
    ],
    [
      'a broken rule on an amount',
      [1, 2, 3, 4, 5].map((candidate) => ({ id: `c${candidate}`, candidate: candidate / 100 })),
      'cost',
      limit('max', 'cost', 0.01),
      'fail',
      'rule-broken',
      'cost: 4 of 5 outputs broke the rule that every output is at most $0.010. First: c2 ($0.020), c3 ($0.030), c4 ($0.040), …',
    ],
    [
      'a rule that is broken by little',
      [0.001, 0.00104, 0.0010000001].map((candidate, index) => ({ id: `c${index}`, candidate })),
      'cost',
      limit('max', 'cost', 0.001),
      'fail',
      'rule-broken',
      'cost: 2 of 3 outputs broke the rule that every output is at most $0.0010. First: c1 ($0.00104), c2 ($0.0010)',
    ],
    [
      'a rule with a missing result',
      [{ candidate: 1 }, { candidate: 'failed' }],
      quality,
      limit('min', 'quality', 1),
      'inconclusive',
      'missing-results',
      'quality: no output broke the rule, but 1 of 2 cases has no result, and the rule is about every output.',
    ],
    [
      'a gain',
      flips({ wins: 40, losses: 1, pass: 84 }),
      quality,
      betterThan('quality', 0.01),
      'pass',
      'proven-better',
      'quality: 99.2 % vs 68.0 % on 125 cases (40 better, 1 worse). Better by at least 24.2 points, 95 % sure. You ask for a gain of 1.',
    ],
    [
      'no gain',
      flips({ pass: 20 }),
      quality,
      betterThan('quality', 0.05),
      'inconclusive',
      'too-noisy',
      'quality: 0 better, 0 worse on 20 cases. Not worse by more than 13.9 points; you ask for a gain of 5. The best estimate does not reach what you ask for; more cases help only if it does not stay there.',
    ],
    [
      'a gain that is ruled out',
      flips({ wins: 2, losses: 14, pass: 84 }),
      quality,
      betterThan('quality', 0.01),
      'fail',
      'proven-worse',
      'quality: 14 cases got worse, 2 better. The gain is at most −5.5 points (best estimate −12); you ask for a gain of 1. First: case-003, case-004, case-005, …',
    ],
    [
      'an estimate beyond the margin',
      flips({ wins: 2, losses: 14, pass: 84 }),
      quality,
      noWorseThan('quality', 0.12),
      'inconclusive',
      'too-noisy',
      'quality: 2 better, 14 worse on 100 cases. Could be up to 19.2 points worse; you allow 12. The best estimate is itself beyond what you allow; more cases help only if it does not stay there.',
    ],
    [
      'a metric of which less is better',
      repeat(50, { baseline: 0.3, candidate: 0.3 }),
      toxicity,
      noWorseThan('toxicity', 0.04),
      'inconclusive',
      'not-enough-cases',
      'toxicity: no case changed, but 50 cases can only rule out rises above 0.052; you allow 0.040. Needs 66 cases.',
    ],
    [
      'a relative margin that holds',
      repeat(500, { baseline: 8, candidate: 7.9 }),
      grade,
      noWorseThan('grade', '5%'),
      'pass',
      'proven-not-worse',
      'grade: 7.900 vs 8.000 on 500 cases (0 better, 500 worse). Not worse by more than 0.152, 95 % sure. You allow 5 % of the baseline, here 0.400.',
    ],
    [
      'a relative margin that holds by little',
      repeat(234, { baseline: 8, candidate: 8 }),
      grade,
      noWorseThan('grade', '1.416%'),
      'pass',
      'proven-not-worse',
      'grade: 8.000 vs 8.000 on 234 cases (0 better, 0 worse). Not worse by more than 0.1125, 95 % sure. You allow 1.416 % of the baseline, here 0.1133.',
    ],
    [
      'a relative margin that is missed',
      repeat(500, { baseline: 8, candidate: 6 }),
      grade,
      noWorseThan('grade', '5%'),
      'fail',
      'proven-worse',
      'grade: 500 cases got worse, 0 better. The drop is at least 1.939 (best estimate 2.000); you allow 5 % of the baseline, here 0.400. First: case-001, case-002, case-003, …',
    ],
    [
      'a cost within its limit',
      repeat(50, { baseline: 0.004, candidate: 0.0041 }),
      'cost',
      maxIncrease('cost', 0.1),
      'pass',
      'proven-not-worse',
      'cost: $0.0041 vs $0.0040 on 50 cases (0 better, 50 worse). 2.5 % higher in every case; how far others may lie from that was not seen. You allow 10 %.',
    ],
    [
      'a cost that fell',
      repeat(50, { baseline: 0.004, candidate: 0.003 }),
      'cost',
      maxIncrease('cost', 0.125),
      'pass',
      'proven-better',
      'cost: $0.0030 vs $0.0040 on 50 cases (50 better, 0 worse). 25.0 % lower in every case; how far others may lie from that was not seen. You allow 12.5 %.',
    ],
    [
      'a cost over its limit',
      repeat(50, { baseline: 0.004, candidate: 0.0061 }),
      'cost',
      maxIncrease('cost', 0.1),
      'fail',
      'over-limit',
      'cost: 50 cases got worse, 0 better. It is 52.5 % higher in every case; you allow 10 %. First: case-001, case-002, case-003, …',
    ],
    [
      'a cost that nothing changed in two cases',
      [
        { baseline: 0.004, candidate: 0.004 },
        { baseline: 0.003, candidate: 0.003 },
      ],
      'cost',
      maxIncrease('cost', 0.05),
      'pass',
      'proven-not-worse',
      'cost: $0.0035 vs $0.0035 on 2 cases (0 better, 0 worse). The same in every case; how far others may lie from that was not seen. You allow 5 %.',
    ],
    [
      'a latency that nothing changed in two clusters',
      [
        { baseline: 400, candidate: 400, customer: 'one' },
        { baseline: 300, candidate: 300, customer: 'one' },
        { baseline: 300, candidate: 300, customer: 'two' },
      ],
      'latency',
      maxIncrease('latency', 0.05, { cluster: 'customer' }),
      'pass',
      'proven-not-worse',
      'latency: 322 ms vs 322 ms on 3 cases in 2 clusters of customer (0 better, 0 worse). The same in every cluster; how far others may lie from that was not seen. You allow 5 %.',
    ],
    [
      'a cost that varies',
      [
        ...repeat(25, { baseline: 0.004, candidate: 0.0041 }),
        ...repeat(25, { baseline: 0.004, candidate: 0.0039 }),
      ],
      'cost',
      maxIncrease('cost', 0.05),
      'pass',
      'proven-not-worse',
      'cost: $0.0040 vs $0.0040 on 50 cases (25 better, 25 worse). Not higher by more than 0.6 %, about 95 % sure. You allow 5 %.',
    ],
    [
      'a single cost',
      [{ baseline: 1, candidate: 1 }],
      'cost',
      maxIncrease('cost', 0.1),
      'inconclusive',
      'not-enough-cases',
      'cost: 1 case cannot bound the difference; you allow 10 %. Needs at least 2 cases.',
    ],
    [
      'no price',
      repeat(5, { baseline: null, candidate: null }),
      'cost',
      maxIncrease('cost', 0.1),
      'inconclusive',
      'no-price',
      'cost: no price is known for this model, and an unknown price is not zero. Add it under `prices` in the config.',
    ],
    [
      'a baseline that was free',
      repeat(5, { baseline: 0, candidate: 1 }),
      'cost',
      maxIncrease('cost', 0.1),
      'inconclusive',
      'not-comparable',
      "cost: the baseline's total is zero, so no increase can be measured against it.",
    ],
    [
      'some results that are missing',
      [...flips({ pass: 98 }), ...repeat(2, { baseline: 1, candidate: 'failed' })],
      quality,
      margin3,
      'inconclusive',
      'not-enough-cases',
      'quality: no case changed, but 100 cases can only rule out drops above 6.2 points; you allow 3. Counted as the worst that could be: 2 cases without a result.',
    ],
    [
      'too many that are missing',
      [...flips({ losses: 90 }), ...repeat(10, { baseline: 1, candidate: 'failed' })],
      quality,
      margin3,
      'inconclusive',
      'missing-results',
      'quality: 10 of 100 cases (10.0 %) have no result; above 5 % nothing can be decided.',
    ],
    [
      'repeats of which few are missing, of however many cases',
      [
        ...repeat(113, { baseline: [1, 1, 1], candidate: [1, 1, 1] }),
        ...repeat(7, { baseline: [1, 'failed', 1], candidate: [1, 1, 1] }),
      ],
      quality,
      noWorseThan('quality', 0.1),
      'pass',
      'proven-not-worse',
      'quality: 100.0 % vs 100.0 % on 120 cases (0 better, 0 worse). Not worse by more than 2.2 points, 95 % sure. You allow 10. Counted as the worst that could be: what is missing of 7 cases.',
    ],
    [
      'repeats of which too many are missing',
      [
        ...repeat(110, { baseline: [1, 1, 1], candidate: [1, 1, 1] }),
        ...repeat(8, { baseline: ['failed', 'failed', 1], candidate: ['failed', 1, 1] }),
        ...repeat(2, { baseline: ['failed', 'failed', 'failed'], candidate: [1, 1, 1] }),
      ],
      quality,
      noWorseThan('quality', 0.1),
      'inconclusive',
      'missing-results',
      'quality: 22 of 360 pairs of trials (6.1 %) have no result, in 10 of 120 cases; above 5 % nothing can be decided.',
    ],
    [
      'a rule with a repeat that is missing',
      [{ candidate: [1, 1] }, { candidate: [1, 'failed'] }],
      quality,
      limit('min', 'quality', 1),
      'inconclusive',
      'missing-results',
      'quality: no output broke the rule, but 1 of 2 cases lacks at least one of its 2 results, and the rule is about every output.',
    ],
    [
      'a floor that is proven',
      repeat(100, { candidate: 1 }),
      quality,
      limit('min', 'quality', 0.9),
      'pass',
      'within-limit',
      'quality: mean 100.0 % on 100 cases. At least 97.0 %, 95 % sure; you ask for at least 90.0 %.',
    ],
    [
      'a floor that is not',
      repeat(100, { candidate: 1 }),
      quality,
      limit('min', 'quality', 0.98),
      'inconclusive',
      'not-enough-cases',
      'quality: mean 100.0 % on 100 cases. Only at least 97.0 % is proven, and you ask for at least 98.0 %. About 150 cases would settle it if results stay as seen.',
    ],
    [
      'a floor that takes a number of cases which two digits would understate',
      repeat(120, { candidate: 1 }),
      quality,
      limit('min', 'quality', 0.9775),
      'inconclusive',
      'not-enough-cases',
      'quality: mean 100.0 % on 120 cases. Only at least 97.5 % is proven, and you ask for at least 97.75 %. About 132 cases would settle it if results stay as seen.',
    ],
    [
      'a floor that the estimate is exactly at',
      flips({ pass: 48, fail: 12 }),
      quality,
      limit('min', 'quality', 0.8),
      'inconclusive',
      'not-enough-cases',
      'quality: mean 80.0 % on 60 cases. Only at least 69.6 % is proven, and you ask for at least 80.0 %. The estimate itself is exactly at it; more cases help only if it does not stay there.',
    ],
    [
      'a ceiling that the estimate is at but for rounding',
      repeat(60, { candidate: [0.1, 0.2, 0.3] }),
      toxicity,
      limit('max', 'toxicity', 0.2),
      'inconclusive',
      'not-enough-cases',
      'toxicity: mean 0.200 on 60 cases. Only at most 0.235 is proven, and you ask for at most 0.200. The estimate itself is exactly at it; more cases help only if it does not stay there.',
    ],
    [
      'a floor that the estimate does not reach',
      flips({ pass: 47, fail: 13 }),
      quality,
      limit('min', 'quality', 0.8),
      'inconclusive',
      'not-enough-cases',
      'quality: mean 78.3 % on 60 cases. Only at least 67.8 % is proven, and you ask for at least 80.0 %. The estimate itself does not reach it; more cases help only if it does not stay there.',
    ],
    [
      'a floor that is out of reach',
      repeat(100, { candidate: 0 }),
      quality,
      limit('min', 'quality', 0.9),
      'fail',
      'over-limit',
      'quality: mean 0.0 % on 100 cases; it is at most 3.0 %, 95 % sure, and you ask for at least 90.0 %.',
    ],
    [
      'a p95 on too few cases',
      repeat(58, { candidate: 100 }),
      'latency',
      p95,
      'inconclusive',
      'not-enough-cases',
      'latency: p95 100 ms on 58 cases; that is too few for a bound on the p95, and you ask for at most 1.00 s. About 59 cases would settle it if results stay as seen.',
    ],
    [
      'a p95 that is proven',
      repeat(59, { candidate: 100 }),
      'latency',
      p95,
      'pass',
      'within-limit',
      'latency: p95 100 ms on 59 cases. At most 100 ms, 95 % sure; you ask for at most 1.00 s.',
    ],
    [
      'a p95 beyond its limit',
      repeat(20, { candidate: 2000 }),
      'latency',
      p95,
      'fail',
      'over-limit',
      'latency: p95 2.00 s on 20 cases; it is above 1.00 s, 95 % sure, and you ask for at most 1.00 s.',
    ],
    [
      'a p95 with a call that failed',
      [...repeat(58, { candidate: 100 }), { candidate: 'failed' }],
      'latency',
      p95,
      'inconclusive',
      'missing-results',
      'latency: p95 100 ms on 58 cases; 1 case without a result might be beyond any bound, and you ask for at most 1.00 s.',
    ],
  ])('%s', (_, rows, metric, gate, status, reason, text) => {
    const outcome = outcomeOn(rows, metric, gate);
    expect(outcome.text).toBe(text);
    expect(outcome).toMatchObject({ status, reason, enforced: true });
  });

  it('names slice and model where there are several', () => {
    const rows = flips({ pass: 100 }).map((row) => ({ ...row, tags: ['german'] }));
    const { text } = outcomeOn(rows, quality, noWorseThan('quality', 0.05, { slice: 'german' }));
    expect(text).toMatch(/^quality in german: /);
  });

  it.each([
    ['quality betterThan', null, 'quality betterThan: '],
    ['the floor', null, 'the floor (quality): '],
    ['quality of all', 'german', 'quality of all (quality in german): '],
    ['german quality', 'german', 'german quality: '],
  ])('begins with a name of its own: %s', (name, slice, start) => {
    const rows = flips({ pass: 100 }).map((row) => ({ ...row, tags: ['german'] }));
    const { text } = outcomeOn(rows, quality, noWorseThan('quality', 0.05, { name, slice }));
    expect(text.slice(0, start.length)).toBe(start);
  });

  it('says on a first release that it was not decided', () => {
    const outcome = outcomeOn([{ candidate: 1 }], quality, margin3, firstRelease);
    expect(outcome).toMatchObject({ status: 'inconclusive', reason: 'no-baseline', enforced: false });
  });

  it('shows a confidence of 99.5 % as it is', () => {
    const gate = noWorseThan('quality', 0.05, { confidence: 0.995 });
    expect(outcomeOn(flips({ pass: 300 }), quality, gate).text).toContain('99.5 % sure');
  });
});

describe('must-pass cases', () => {
  const gate = mustPass('quality');
  const sound: Row = { id: 'ok', critical: true, baseline: [1, 1], candidate: [1, 1] };

  it.each<[string, Row, Gate, string, string, string]>([
    [
      'all pass',
      { id: 'a', critical: true, baseline: [0, 0], candidate: [1, 1] },
      gate,
      'pass',
      'within-limit',
      'critical quality: all 2 critical cases passed.',
    ],
    [
      'one fails',
      { id: 'a', critical: true, baseline: [1, 1], candidate: [0, 0] },
      gate,
      'fail',
      'must-pass-failed',
      'critical quality: 1 of 2 critical cases failed: a',
    ],
    [
      'one is flaky',
      { id: 'a', critical: true, baseline: [1, 1], candidate: [1, 0] },
      gate,
      'fail',
      'must-pass-failed',
      'critical quality: 1 of 2 critical cases failed: a (flaky: 1 of 2 passed)',
    ],
    [
      'one was broken before',
      { id: 'a', critical: true, baseline: [0, 0], candidate: [0, 0] },
      gate,
      'inconclusive',
      'must-pass-failed',
      'critical quality: 1 of 2 critical cases failed, but the baseline fails there too (broken before): a',
    ],
    [
      'one was broken before, and the gate does not care',
      { id: 'a', critical: true, baseline: [0, 0], candidate: [0, 0] },
      mustPass('quality', 'critical', { evenIfBaselineFails: true }),
      'fail',
      'must-pass-failed',
      'critical quality: 1 of 2 critical cases failed: a',
    ],
    [
      'one has no result',
      { id: 'a', critical: true, baseline: [1, 1], candidate: [1, 'failed'] },
      gate,
      'inconclusive',
      'missing-results',
      'critical quality: 1 of 2 critical cases lacks at least one of its 2 results: a',
    ],
    [
      'one fails a trial and has no other result',
      { id: 'a', critical: true, baseline: [1, 1], candidate: [0, 'failed'] },
      gate,
      'fail',
      'must-pass-failed',
      'critical quality: 1 of 2 critical cases failed: a',
    ],
    [
      'one fails, and nobody knows how the baseline did',
      { id: 'a', critical: true, baseline: ['failed', 'failed'], candidate: [0, 0] },
      gate,
      'fail',
      'must-pass-failed',
      'critical quality: 1 of 2 critical cases failed: a',
    ],
  ])('%s', (_, row, asked, status, reason, text) => {
    const outcome = outcomeOn([row, sound], quality, asked);
    expect(outcome.text).toBe(text);
    expect(outcome).toMatchObject({ status, reason });
    expect(outcome.cases?.map((entry) => [entry.case, entry.status])).toEqual([
      ['a', status],
      ['ok', 'pass'],
    ]);
  });

  it('shows the first five', () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({
      id: `c${index}`,
      critical: true,
      baseline: 1,
      candidate: 0,
    }));
    expect(outcomeOn(rows, quality, gate).text).toBe(
      'critical quality: 7 of 7 critical cases failed: c0, c1, c2, c3, c4, …',
    );
  });

  it.each([
    [1, 'critical quality: 1 of 2 critical cases failed: new; one more fails, and the baseline fails it too'],
    [3, 'critical quality: 1 of 4 critical cases failed: new; 3 more fail, and the baseline fails them too'],
  ])('says how many others fail that the baseline fails too: %i', (count, text) => {
    const before = Array.from({ length: count }, (_, index) => ({
      id: `b${index}`,
      critical: true,
      baseline: 0,
      candidate: 0,
    }));
    const rows = [...before, { id: 'new', critical: true, baseline: 1, candidate: 0 }];
    expect(outcomeOn(rows, quality, gate).text).toBe(text);
  });

  it('decides nothing where no case is named', () => {
    const outcome = outcomeOn([{ baseline: 1, candidate: 1 }], quality, mustPass('quality', 'refund'));
    expect(outcome).toMatchObject({ status: 'inconclusive', reason: 'not-enough-cases' });
  });

  it.each<[Row, Metric, string]>([
    [{ baseline: 1, candidate: 0 }, quality, 'failed: quality fail; baseline pass'],
    [{ candidate: 0 }, quality, 'failed: quality fail'],
    [
      { baseline: [1, 1], candidate: [0, 1] },
      quality,
      'failed (flaky: 1 of 2 passed): quality 50.0 %; baseline pass',
    ],
    [{ baseline: 10, candidate: 4 }, grade, 'failed: grade 4.000; baseline 10.000'],
    [
      { baseline: 2, candidate: 4 },
      grade,
      'failed: grade 4.000; the baseline fails it too (broken before), grade 2.000',
    ],
    [{ baseline: [1, 1, 1], candidate: [1, 'failed', 1] }, quality, 'lacks 1 of its 3 results'],
    [{ baseline: 1, candidate: 'failed' }, quality, 'has no result'],
  ])('say of each case what it came to: %#', (row, metric, text) => {
    const rows = [{ id: 'a', critical: true, ...row }];
    expect(outcomeOn(rows, metric, mustPass(metric.id)).cases).toMatchObject([{ case: 'a', text }]);
  });

  it('decides without a baseline', () => {
    const rows: Row[] = [{ id: 'a', critical: true, candidate: 0 }];
    expect(outcomeOn(rows, quality, gate, firstRelease)).toMatchObject({ status: 'fail', enforced: true });
    const passing: Row[] = [{ id: 'a', critical: true, candidate: 1 }];
    expect(outcomeOn(passing, quality, gate, firstRelease).text).toBe(
      'critical quality: the one critical case passed.',
    );
  });
});

describe('what an outcome shows beside its sentence', () => {
  const rows = flips({ wins: 1, pass: 99 });

  it.each<[string, Gate, Metric | string, object]>([
    [
      'a margin',
      noWorseThan('quality', 0.05),
      quality,
      { about: 'difference', limit: -0.05, expected: 'drop ≤ 5 points' },
    ],
    [
      'a gain',
      betterThan('quality', 0.05),
      quality,
      { about: 'difference', limit: 0.05, expected: 'gain ≥ 5 points' },
    ],
    [
      'a relative margin',
      noWorseThan('quality', '5%'),
      quality,
      { about: 'difference', limit: -0.0495, expected: 'drop ≤ 5 % of the baseline' },
    ],
    [
      'an increase',
      maxIncrease('cost', 0.1),
      'cost',
      { about: 'difference', limit: -0.1, expected: 'rise ≤ 10 %' },
    ],
    [
      'a floor',
      limit('min', 'quality', 0.8),
      quality,
      { about: 'value', limit: 0.8, expected: 'mean ≥ 80.0 %, proven' },
    ],
    [
      'a p95',
      limit('max', 'cost', 0.02, { stat: 'p95' }),
      'cost',
      { about: 'value', limit: 0.02, expected: 'p95 ≤ $0.020, proven' },
    ],
    [
      'a rule',
      limit('min', 'quality', 1),
      quality,
      { about: 'cases', interval: null, expected: 'every output scores 1' },
    ],
    [
      'a rule on an amount',
      limit('max', 'outputTokens', 400),
      'outputTokens',
      { about: 'cases', expected: 'every output is at most 400' },
    ],
    [
      'a must-pass rule',
      mustPass('quality'),
      quality,
      { about: 'cases', interval: null, expected: 'every critical case passes quality' },
    ],
  ])('for %s', (_, gate, metric, shown) => {
    expect(outcomeOn(rows, metric, gate)).toMatchObject({ gate: gate.name, metric: gate.metric, ...shown });
  });

  it('shows the interval that it decided by', () => {
    const { interval, status } = outcomeOn(flips({ pass: 58 }), quality, noWorseThan('quality', 0.05));
    expect(interval).toMatchObject({ confidence: 0.95 });
    expect(status === 'pass').toBe((interval?.low ?? 0) > -0.05);
  });
});

describe('what the user reads where cases are counted by cluster', () => {
  const cluster = 'customer';
  /** So many customers with these rows each. */
  const customers = (count: number, ...rows: Row[]): Row[] =>
    Array.from({ length: count }, (_, index) =>
      rows.map((row) => ({ ...row, customer: `c${index}` })),
    ).flat();
  const same: Row = { baseline: 1, candidate: 1 };
  const win: Row = { baseline: 0, candidate: 1 };
  const loss: Row = { baseline: 1, candidate: 0 };
  const dear: Row = { baseline: 100, candidate: 130 };

  it.each<[string, Row[], Metric | string, Gate, string, string]>([
    [
      'a pass',
      customers(60, same, same, same),
      quality,
      noWorseThan('quality', 0.05, { cluster }),
      'proven-not-worse',
      'quality: 100.0 % vs 100.0 % on 180 cases in 60 clusters of customer (0 better, 0 worse). Not worse by more than 4.4 points, 95 % sure. You allow 5.',
    ],
    [
      'nothing changed',
      customers(42, same, same),
      quality,
      noWorseThan('quality', 0.05, { cluster }),
      'not-enough-cases',
      'quality: no case changed, but 84 cases in 42 clusters of customer can only rule out drops above 6.2 points; you allow 5. Needs 53 clusters.',
    ],
    [
      'a fail',
      [...customers(30, loss, same)],
      quality,
      noWorseThan('quality', 0.1, { cluster }),
      'proven-worse',
      'quality: 30 cases got worse, 0 better, of 60 cases in 30 clusters of customer. The drop is at least 36.9 points (best estimate 50); you allow 10. First: case-001, case-003, case-005, …',
    ],
    [
      'undecided',
      [...customers(20, win, win), ...customers(19, loss, loss)],
      quality,
      noWorseThan('quality', 0.1, { cluster }),
      'not-enough-cases',
      'quality: 40 better, 38 worse on 78 cases in 20 clusters of customer. Could be up to 11.9 points worse; you allow 10. About 56 clusters would settle it if the difference stays as seen.',
    ],
    [
      'one cluster, which has no spread',
      customers(1, dear, dear),
      'cost',
      maxIncrease('cost', 0.1, { cluster }),
      'not-enough-cases',
      'cost: 2 cases in 1 cluster of customer cannot bound the difference; you allow 10 %. Needs at least 2 clusters.',
    ],
    [
      'a floor',
      customers(60, same, same),
      quality,
      limit('min', 'quality', 0.9, { cluster }),
      'within-limit',
      'quality: mean 100.0 % on 120 cases in 60 clusters of customer. At least 95.6 %, 95 % sure; you ask for at least 90.0 %.',
    ],
    [
      'a p95 of few clusters',
      customers(20, { candidate: 100 }, { candidate: 300 }),
      'latency',
      limit('max', 'latency', 1000, { stat: 'p95', cluster }),
      'not-enough-cases',
      "latency: p95 of each cluster's largest 300 ms on 40 cases in 20 clusters of customer; that is too few for a bound on the p95, and you ask for at most 1.00 s. About 59 clusters would settle it if results stay as seen.",
    ],
    [
      'a rule',
      customers(42, same, same),
      quality,
      limit('min', 'quality', 1, { cluster }),
      'within-limit',
      'quality: no output broke the rule, 0 of 84 in 42 clusters of customer: true rate below 6.9 % of the clusters with 95 % confidence.',
    ],
  ])('%s', (_, rows, metric, gate, reason, text) => {
    expect(outcomeOn(rows, metric, gate)).toMatchObject({ reason, text });
  });
});
