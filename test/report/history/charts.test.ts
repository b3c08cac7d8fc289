import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricDefinition } from '../../../src/core/metrics.ts';
import { lineChart } from '../../../src/report/history/line-chart.ts';
import { pointBounds } from '../../../src/report/history/point-bounds.ts';
import { timeline } from '../../../src/report/history/timeline.ts';
import { scaleFor } from '../../../src/report/html/chart-scale.ts';
import { parseTags } from '../support.ts';

const quality: MetricDefinition = { id: 'quality', better: 'higher', kind: 'binary', range: [0, 1] };
const errors: MetricDefinition = { id: 'errors', better: 'lower', kind: 'score', range: [0, 10] };
const cost: MetricDefinition = { id: 'cost', better: 'lower', kind: 'amount', range: null };

function interval(low: number, high: number) {
  return { low, high, confidence: 0.95, method: 't' };
}

describe('a scale', () => {
  it.each([
    ['shares', [0.5, 0.8], [0, 1], [0.5, 0.6, 0.7, 0.8]],
    ['an amount from zero', [0.00011, 0.00015], null, [0, 0.00005, 0.0001, 0.00015]],
    ['one value', [1], [0, 1], [0.92, 0.94, 0.96, 0.98, 1]],
    ['only zeros', [0, 0], null, [0, 0.02, 0.04, 0.06, 0.08]],
  ] as const)('of %s has round marks', (_, values, range, ticks) => {
    const scale = scaleFor(values, range);
    expect(scale.ticks.map((tick) => Number(tick.toPrecision(6)))).toEqual(ticks);
  });

  it('holds every value and has a mark', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const { from, to, ticks } = scaleFor(values, null);
        expect(from).toBeLessThan(to);
        for (const each of values) {
          expect(each).toBeGreaterThanOrEqual(from);
          expect(each).toBeLessThanOrEqual(to);
        }
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThan(8);
      }),
    );
  });
});

describe('the bounds of a point', () => {
  it.each([
    ['a score', quality, 0.8, 0.1, interval(0.05, 0.2), { low: 0.75, high: 0.9 }],
    ['a score of which less is better', errors, 2, 1, interval(0.5, 1.6), { low: 1.4, high: 2.5 }],
    ['an amount: 10 % cheaper, 5 to 20', cost, 0.9, 0.1, interval(0.05, 0.2), { low: 0.8, high: 0.95 }],
  ] as const)(
    'of %s stand as far from it as those of its change',
    (_, metric, value, delta, bounds, expected) => {
      const found = pointBounds(metric, { value, delta, interval: bounds });
      expect(found?.low).toBeCloseTo(expected.low, 10);
      expect(found?.high).toBeCloseTo(expected.high, 10);
    },
  );

  it('are none where there is no change, no bound, or an infinite one', () => {
    expect(pointBounds(quality, { value: 1, delta: null, interval: null })).toBeNull();
    expect(pointBounds(quality, { value: 1, delta: 0, interval: null })).toBeNull();
    const lost = JSON.parse('{"low": null, "high": 0.1, "confidence": 0.95, "method": "t"}');
    expect(pointBounds(quality, { value: 1, delta: 0, interval: lost })).toBeNull();
    expect(pointBounds(cost, { value: 0, delta: 1, interval: interval(0.9, 1) })).toBeNull();
  });
});

describe('a line chart', () => {
  const point = (value: number, more = {}) => ({
    label: 'v1',
    value,
    low: null,
    high: null,
    comparable: true,
    ...more,
  });
  const options = { label: '<quality>', range: null, format: String };

  it('draws a point a value, a bar a pair of bounds, and breaks the line where the measure changed', () => {
    const points = [point(1), point(2, { low: 1.5, high: 2.5 }), point(3, { comparable: false })];
    const { text } = lineChart(points, options);
    const classes = parseTags(text).map(({ attributes }) => attributes.match(/class="([^"]+)"/)?.[1]);
    const count = (name: string) => classes.filter((each) => each === name).length;
    expect([count('point'), count('whisker'), count('cap'), count('line'), count('line broken')]).toEqual([
      3, 1, 2, 1, 1,
    ]);
    expect(text).toContain('aria-label="&lt;quality&gt;"');
    expect(text).not.toMatch(/NaN|Infinity|style=/);
  });

  it('labels as many as fit, always the last', () => {
    const points = Array.from({ length: 30 }, (_, index) => point(index, { label: `v${index + 1}` }));
    const labels = [...lineChart(points, options).text.matchAll(/text-anchor="middle">(v\d+)</g)].map(
      (match) => match[1],
    );
    expect(labels.length).toBeLessThanOrEqual(8);
    expect(labels.at(-1)).toBe('v30');
  });
});

describe('a timeline', () => {
  it('gives each period its share of the width', () => {
    const { text } = timeline(
      [
        { label: 'v1', from: 0, to: 75 },
        { label: 'v2', from: 75, to: 100 },
      ],
      'stable',
    );
    expect([...text.matchAll(/width="([\d.]+)" height="32"/g)].map((match) => Number(match[1]))).toEqual([
      720, 240,
    ]);
  });

  it('is there for one moment too', () => {
    expect(timeline([{ label: 'v1', from: 5, to: 5 }], 'stable').text).not.toMatch(/NaN|Infinity/);
  });
});
