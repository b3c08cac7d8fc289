import type { Gate, Margin } from '../core/gate.ts';
import { findMetric, type MetricDefinition, metricDefinitions } from '../core/metrics.ts';
import type { Problem } from '../core/problem.ts';
import type { Metric } from '../core/score.ts';
import { suggestion } from '../core/suggest.ts';
import { parseDuration, parseShare, parseUsd } from './quantities.ts';
import type { GateConfig } from './user-config.ts';

const ruleWords = ['noWorseThan', 'betterThan', 'min', 'max', 'maxIncrease', 'mustPass'] as const;
type RuleWord = (typeof ruleWords)[number];

/** Which further keys belong to a rule; a key of another rule is a mistake, not a default. */
const companions: Record<RuleWord, readonly (keyof GateConfig)[]> = {
  noWorseThan: ['margin'],
  betterThan: ['by'],
  min: [],
  max: ['stat'],
  maxIncrease: [],
  mustPass: ['cases', 'evenIfBaselineFails'],
};
const allCompanions = [...new Set(Object.values(companions).flat())];

/** Something wrong with one gate: its index in the list, and the key where it is about one. */
export interface GateProblem extends Omit<Problem, 'file' | 'line' | 'field'> {
  gate: number;
  key: string | null;
}

type Report = (key: string | null, problem: Omit<Problem, 'field'>) => void;

/** Turns gates as they are written into gates as they are judged; collects everything that is wrong with them. */
export function resolveGates(
  configs: readonly GateConfig[],
  metrics: readonly Metric[],
): { gates: Gate[]; problems: GateProblem[] } {
  const problems: GateProblem[] = [];
  const gates: Gate[] = [];
  for (const [index, config] of configs.entries()) {
    const report: Report = (key, problem) => problems.push({ gate: index, key, ...problem });
    const gate = resolveGate(config, metrics, report);
    if (!gate) continue;
    const name = config.name ?? uniqueName(gate, gates);
    if (gates.some((other) => other.name === name))
      report('name', { message: `two gates are called "${name}"` });
    gates.push({ ...gate, name });
  }
  return { gates, problems };
}

function resolveGate(config: GateConfig, metrics: readonly Metric[], report: Report): Gate | undefined {
  const rule = ruleOf(config, report);
  if (rule === undefined) return undefined;
  const strays = allCompanions.filter((key) => config[key] !== undefined && !companions[rule].includes(key));
  for (const key of strays) report(key, { message: `"${key}" does not go with "${rule}"` });
  const metric = metricOf(config, rule, metrics, report);
  if (metric === undefined) return undefined;
  const common = {
    name: '',
    enforced: config.enforce ?? true,
    confidence: config.confidence ?? 0.95,
    models: config.models ?? null,
    slice: config.slice ?? null,
    metric: metric.id,
  };
  switch (rule) {
    case 'noWorseThan': {
      const margin = marginOf(config, 'margin', metric, report);
      return margin && { ...common, rule, margin };
    }
    case 'betterThan': {
      const by = marginOf(config, 'by', metric, report);
      return by && { ...common, rule, by };
    }
    case 'min':
    case 'max': {
      const limit = limitOf(config, rule, metric, report);
      return limit === undefined ? undefined : { ...common, rule, limit, stat: config.stat ?? null };
    }
    case 'maxIncrease': {
      const limit = increaseOf(config, metric, report);
      return limit === undefined ? undefined : { ...common, rule, limit };
    }
    case 'mustPass':
      return {
        ...common,
        rule,
        cases: config.cases ?? 'critical',
        evenIfBaselineFails: config.evenIfBaselineFails ?? false,
      };
  }
}

function ruleOf(config: GateConfig, report: Report): RuleWord | undefined {
  const given = ruleWords.filter((word) => config[word] !== undefined);
  if (given.length === 1) return given[0];
  const expected = `exactly one of ${ruleWords.join(', ')}`;
  const message =
    given.length === 0
      ? 'the gate asks for nothing'
      : `the gate asks for several things: ${given.join(', ')}`;
  report(null, { message, expected });
  return undefined;
}

function metricOf(
  config: GateConfig,
  rule: RuleWord,
  metrics: readonly Metric[],
  report: Report,
): MetricDefinition | undefined {
  const key = rule === 'mustPass' ? 'mustPass' : 'metric';
  const id = config[key];
  const known = metricDefinitions(metrics).map((metric) => metric.id);
  if (id === undefined) {
    report('metric', { message: 'the gate names no metric', expected: `one of ${known.join(', ')}` });
    return undefined;
  }
  if (rule === 'mustPass' && config.metric !== undefined) {
    report('metric', { message: 'with "mustPass" the metric stands after mustPass' });
  }
  const metric = findMetric(metrics, id);
  if (metric === undefined) {
    const hint = suggestion(id, known);
    report(key, { message: `no evaluator of this prompt measures "${id}"`, ...(hint && { hint }) });
    return undefined;
  }
  if (rule === 'mustPass' && metric.kind === 'amount') {
    report(key, { message: `"${id}" has no pass or fail`, expected: 'the metric of an evaluator' });
    return undefined;
  }
  return metric;
}

function marginOf(
  config: GateConfig,
  key: 'margin' | 'by',
  metric: MetricDefinition,
  report: Report,
): Margin | undefined {
  const written = config[key];
  if (metric.kind === 'amount') {
    const hint = "Use { metric: 'cost', maxIncrease: '10%' } and the like";
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
  const least = key === 'by' ? 0 : Number.MIN_VALUE;
  if (value === undefined || value < least || value >= most) {
    const range = relative
      ? 'a share such as "2%"'
      : `a number ${key === 'by' ? 'from' : 'above'} 0 and below ${most}`;
    report(key, {
      message: `${JSON.stringify(written)} is no ${key === 'by' ? 'gain' : 'margin'} for "${metric.id}"`,
      expected: range,
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

function limitOf(
  config: GateConfig,
  rule: 'min' | 'max',
  metric: MetricDefinition,
  report: Report,
): number | undefined {
  const written = config[rule] ?? Number.NaN;
  const value = parseLimit(written, metric);
  if (value === undefined) {
    const expected =
      metric.id === 'latency'
        ? 'milliseconds, or "800ms", "2s"'
        : metric.id === 'cost'
          ? 'USD, such as 0.02 or "$0.02"'
          : 'a number or a share such as "80%"';
    report(rule, { message: `${JSON.stringify(written)} is no limit for "${metric.id}"`, expected });
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

function parseLimit(written: number | string, metric: MetricDefinition): number | undefined {
  if (metric.id === 'latency') return parseDuration(written);
  if (metric.id === 'cost') return parseUsd(written);
  if (metric.kind === 'amount') return typeof written === 'number' ? written : undefined;
  return parseShare(written);
}

function increaseOf(config: GateConfig, metric: MetricDefinition, report: Report): number | undefined {
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
      message: `${JSON.stringify(written)} is no increase`,
      expected: 'a share above 0, such as "10%" or 0.1',
    });
    return undefined;
  }
  return value;
}

/** `quality`, `quality in german`, `critical quality`; the rule's word is added where the name is taken. */
function uniqueName(gate: Gate, taken: readonly Gate[]): string {
  const base = gate.rule === 'mustPass' ? `${gate.cases} ${gate.metric}` : gate.metric;
  const names = [base, `${base} ${gate.rule}`].map((name) =>
    gate.slice === null ? name : `${name} in ${gate.slice}`,
  );
  const free = names.find((name) => !taken.some((other) => other.name === name));
  return free ?? `${names[1]} ${taken.length + 1}`;
}
