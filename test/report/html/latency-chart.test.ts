import { expect, it } from 'vitest';
import { latencyShares } from '../../../src/core/latency-spread.ts';
import { latencyChart } from '../../../src/report/html/latency-chart.ts';

const spread = (arm: 'baseline' | 'candidate', slowest: number) => ({
  model: 'p/m',
  arm,
  answers: 100,
  ms: latencyShares.map((share) => share * slowest),
});

it('draws a line for each arm up to the slowest twentieth, within the picture', () => {
  const svg = latencyChart([spread('baseline', 100), spread('candidate', 1000)], 'Latency').text;
  const paths = [...svg.matchAll(/<path class="(baseline|candidate)" d="([^"]+)"/g)];
  expect(paths.map(([, arm]) => arm)).toEqual(['baseline', 'candidate']);
  for (const [, , path = ''] of paths) {
    const points = [...path.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(points).toHaveLength(latencyShares.filter((share) => share <= 0.95).length);
    for (const [x = -1, y = -1] of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(340);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(150);
    }
  }
  expect(svg).not.toMatch(/NaN|Infinity/);
});

it('draws one answer, and answers that took no time', () => {
  expect(latencyChart([spread('candidate', 0)], 'Latency').text).not.toMatch(/NaN|Infinity/);
});
