import { formatCount } from '../core/format.ts';
import type { Margin } from '../core/gate.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { GateReport } from './gate-problem.ts';
import { asWritten, parseDuration, parseShare, parseUsd } from './quantities.ts';
import type { GateConfig } from './user-config.ts';

/** The margin of `noWorseThan`, or the gain that `betterThan` asks for. */
export function marginOf(
  config: GateConfig,
  key: 'margin' | 'by',
  metric: MetricDefinition,
  report: GateReport,
): Margin | undefined {
  const written = config[key];
  if (metric.kind === 'amount') {
    const hint = `Use { metric: '${metric.id}', maxIncrease: '10%' }`;
    report('metric', {
      message: `"${metric.id}" is compared by its increase`,
      expected: 'maxIncrease',
      hint,
    });
    return undefined;
  }
  if (written === undefined) {
    report(key, {
      message: `"${key}" is missing; there is no silent default`,
      expected: 'score units, or a share of the baseline such as "2%"',
    });
    return undefined;
  }
  const relative = typeof written === 'string';
  const value = parseShare(written);
  const [low, high] = metric.range ?? [0, 1];
  const most = relative ? 1 : high - low;
  const isTooSmall = value !== undefined && (key === 'by' ? value < 0 : value <= 0);
  if (value === undefined || isTooSmall || value >= most) {
    const range = relative
      ? 'a share such as "2%"'
      : `a number ${key === 'by' ? 'from' : 'above'} 0 and below ${most}`;
    report(key, {
      message: `${asWritten(written)} is no ${key === 'by' ? 'gain' : 'margin'} for "${metric.id}"`,
      expected: range,
    });
    return undefined;
  }
  if (relative && metric.pairwise) {
    report(key, {
      message: `a relative ${key} makes no sense for "${metric.id}", which says itself how the arms compare`,
      expected: 'a number: with 0.1, losses may exceed wins by a tenth of the cases',
    });
    return undefined;
  }
  if (relative && low < 0) {
    report(key, {
      message: `a relative ${key} needs a metric that is never negative; "${metric.id}" starts at ${low}`,
    });
    return undefined;
  }
  return { kind: relative ? 'relative' : 'absolute', value };
}

/** The limit of `min` or `max`, in the metric's own unit. */
export function limitOf(
  config: GateConfig,
  rule: 'min' | 'max',
  metric: MetricDefinition,
  report: GateReport,
): number | undefined {
  if (metric.kind === 'amount' && rule === 'min') {
    const message = `"${metric.id}" is better the lower it is, so a floor would only keep good answers out`;
    report(rule, { message, expected: 'max or maxIncrease' });
    return undefined;
  }
  const written = config[rule] ?? Number.NaN;
  const value = parseLimit(written, metric);
  if (value === undefined || isBelowAll(value, metric)) {
    const message = `${asWritten(written)} is no limit for "${metric.id}"`;
    report(rule, { message, expected: limitWords(metric) });
    return undefined;
  }
  if (metric.range !== null && (value < metric.range[0] || value > metric.range[1])) {
    report(rule, {
      message: `${value} is outside the range of "${metric.id}"`,
      expected: `${metric.range[0]} to ${metric.range[1]}`,
    });
    return undefined;
  }
  if (config.stat !== undefined && metric.kind !== 'amount') {
    report('stat', { message: `"stat" goes with cost, latency and tokens, not with "${metric.id}"` });
  }
  return value;
}

/** Whether no answer at all is within it. One that costs nothing there is: a model may be free. */
function isBelowAll(value: number, { id, kind }: MetricDefinition): boolean {
  if (kind !== 'amount') return false;
  return id === 'cost' ? value < 0 : value <= 0;
}

function parseLimit(written: number | string, metric: MetricDefinition): number | undefined {
  if (metric.id === 'latency') return parseDuration(written);
  if (metric.id === 'cost') return parseUsd(written);
  if (typeof written === 'number') return Number.isFinite(written) ? written : undefined;
  return isShare(metric) ? parseShare(written) : undefined;
}

/** Whether the metric's values are shares, so that "80%" of it means 0.8. */
function isShare({ range }: MetricDefinition): boolean {
  return range !== null && range[0] === 0 && range[1] === 1;
}

function limitWords(metric: MetricDefinition): string {
  if (metric.id === 'latency') return 'milliseconds above 0, or "800ms", "2s"';
  if (metric.id === 'cost') return 'USD, such as 0.02 or "$0.02"';
  if (metric.kind === 'amount') return 'a number of tokens above 0';
  return isShare(metric) ? 'a number or a share such as "80%"' : 'a number';
}

/** From here on a number was hardly meant as a share: five times more. */
const leastMistaken = 5;

/** The share that `maxIncrease` allows. */
export function increaseOf(
  config: GateConfig,
  metric: MetricDefinition,
  report: GateReport,
): number | undefined {
  const written = config.maxIncrease ?? Number.NaN;
  if (metric.kind !== 'amount') {
    const hint = `Use { metric: '${metric.id}', noWorseThan: 'baseline', margin: … }`;
    report('maxIncrease', {
      message: `"maxIncrease" goes with cost, latency and tokens, not with "${metric.id}"`,
      hint,
    });
    return undefined;
  }
  const value = parseShare(written);
  if (value === undefined || value <= 0) {
    report('maxIncrease', {
      message: `${asWritten(written)} is no increase`,
      expected: 'a share above 0, such as "10%" or 0.1',
    });
    return undefined;
  }
  if (typeof written === 'number' && written >= leastMistaken) {
    const percent = formatCount(Math.round(written * 100));
    report('maxIncrease', {
      message: `${written} allows ${percent} % more`,
      expected: `a share: "${written}%" for ${written} %, or "${Math.round(written * 100)}%" where so much is meant`,
    });
    return undefined;
  }
  return value;
}
