// How long the verdict takes once every trial is in: 5,000 cases × 12 gates, from observations to outcomes.
//
//   npm run build && node bench/verdict.mjs
//
// Several worlds, because the exact test's work depends on how many cases flip. Target: under 1 s each.
import { Observations } from '../dist/comparison/observations.js';
import { decide } from '../dist/evaluation/decide.js';

const cases = Array.from({ length: 5000 }, (_, index) => ({
  id: `case-${index}`,
  tags: [`slice-${index % 4}`],
  critical: index % 100 === 0,
}));
const settings = { id: 'model', model: 'demo/model', parameters: {} };
const pairings = [{ id: 'model', baseline: settings, candidate: settings }];
const range = [0, 1];
const metrics = [
  { id: 'quality', better: 'higher', kind: 'binary', range },
  { id: 'schema', better: 'higher', kind: 'binary', range },
  { id: 'tone', better: 'higher', kind: 'score', range },
];
const common = { enforced: true, confidence: 0.95, models: null, slice: null };
const margin = (metric, value, more = {}) => ({
  ...common,
  name: `${metric} ${value} ${more.slice ?? ''}`,
  rule: 'noWorseThan',
  metric,
  margin: { kind: 'absolute', value },
  ...more,
});
const gates = [
  margin('quality', 0.02),
  margin('quality', 0.03, { confidence: 0.99 }),
  ...[0, 1, 2, 3].map((slice) => margin('quality', 0.05, { slice: `slice-${slice}` })),
  margin('schema', 0.01),
  { ...common, name: 'better', rule: 'betterThan', metric: 'quality', by: { kind: 'absolute', value: 0.01 } },
  { ...common, name: 'floor', rule: 'min', metric: 'quality', limit: 0.7, stat: null },
  margin('tone', 0.03),
  { ...common, name: 'cost', rule: 'maxIncrease', metric: 'cost', limit: 0.1 },
  { ...common, name: 'latency', rule: 'maxIncrease', metric: 'latency', limit: 0.2 },
];

/** Right 85 % of the time; the candidate gets `wins` more of the cases right and `losses` wrong. */
function observe(wins, losses, random) {
  const observations = new Observations(cases, 1);
  for (const { id } of cases) {
    const right = random() < 0.85;
    const flips = random() < (right ? losses / 0.85 : wins / 0.15);
    for (const arm of ['baseline', 'candidate']) {
      const value = Number(arm === 'candidate' && flips ? !right : right);
      observations.add({
        arm,
        case: id,
        model: 'model',
        repeat: 0,
        status: 'completed',
        attempts: 1,
        completion: {
          text: '',
          finishReason: 'stop',
          usage: { inputTokens: 100, outputTokens: 10 },
          costUsd: 0.001 * (0.5 + random()),
          latencyMs: 500 + 500 * random(),
          servedModel: null,
        },
        scores: [
          { metric: 'quality', value },
          { metric: 'schema', value: 1 },
          { metric: 'tone', value: random() },
        ],
      });
    }
  }
  return observations;
}

/** Mulberry32: the same worlds every time. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let slowest = 0;
for (const [world, wins, losses] of [
  ['nothing flips', 0, 0],
  ['1 % flip', 0.005, 0.005],
  ['10 % flip', 0.05, 0.05],
  ['20 % flip', 0.1, 0.1],
  ['at the limit', 0.05, 0.07],
  ['much better', 0.13, 0.02],
  ['much worse', 0.02, 0.3],
]) {
  const observations = observe(wins, losses, seeded(7));
  const began = performance.now();
  const { verdict } = decide(observations, {
    pairings,
    metrics,
    gates,
    interface: { changes: [], declaredBreaking: false },
    trials: { planned: 10_000, completed: 10_000, stopped: null },
    hasBaseline: true,
    attempt: { number: 1, mode: 'counted' },
  });
  const ms = performance.now() - began;
  slowest = Math.max(slowest, ms);
  console.log(`${world.padEnd(14)} ${verdict.status.padEnd(12)} ${ms.toFixed(0).padStart(5)} ms`);
}
console.log(`slowest ${slowest.toFixed(0)} ms; target under 1,000 ms`);
if (slowest >= 1000) process.exitCode = 1;
