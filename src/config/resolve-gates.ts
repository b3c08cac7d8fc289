import type { Gate } from '../core/gate.ts';
import { findMetric, type MetricDefinition, metricDefinitions } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import { suggestion } from '../core/suggest.ts';
import { contradictionsOf } from './gate-contradictions.ts';
import { increaseOf, limitOf, marginOf } from './gate-limits.ts';
import type { GateProblem, GateReport } from './gate-problem.ts';
import type { GateConfig } from './user-config.ts';

const ruleWords = ['noWorseThan', 'betterThan', 'min', 'max', 'maxIncrease', 'mustPass'] as const;
type RuleWord = (typeof ruleWords)[number];

/**
 * Which further keys belong to a rule; a key of another rule is a mistake, not a default. `mustPass` asks about every
 * single trial, so it makes no difference to it which cases belong together.
 */
const companions: Record<RuleWord, readonly (keyof GateConfig)[]> = {
  noWorseThan: ['margin', 'cluster'],
  betterThan: ['by', 'cluster'],
  min: ['cluster'],
  max: ['stat', 'cluster'],
  maxIncrease: ['cluster'],
  mustPass: ['cases', 'evenIfBaselineFails'],
};
/** What a run adds to the gates of the config. */
const builtInGates = ['interface', 'trials', 'policy'];

const allCompanions = [...new Set(Object.values(companions).flat())];

/** The metrics that gates may be about. */
export interface KnownMetrics {
  metrics: readonly Metric[];
  /** false where an evaluator could not be made: what it measures is unknown, and a gate about it is no mistake. */
  areAll: boolean;
}

/**
 * Turns gates as they are written into gates as they are judged; collects everything that is wrong with them. `defaults`:
 * what the prompt says for all its gates. `places`: which of `configs` a gate was, by its name.
 */
export function resolveGates(
  configs: readonly GateConfig[],
  known: KnownMetrics,
  defaults: Pick<GateConfig, 'cluster'> = {},
): { gates: Gate[]; places: Map<string, number>; problems: GateProblem[] } {
  const problems: GateProblem[] = [];
  const gates: Gate[] = [];
  const places = new Map<string, number>();
  const written = configs.flatMap((config) => config.name ?? []);
  for (const [index, config] of configs.entries()) {
    const report: GateReport = (key, problem) => problems.push({ gate: index, key, ...problem });
    const gate = resolveGate(config, known, defaults, report);
    if (config.name !== undefined) checkName(config.name, configs.slice(0, index), report);
    if (!gate) continue;
    const taken = [...builtInGates, ...written, ...gates.map((other) => other.name)];
    const name = config.name ?? uniqueName(gate, taken);
    gates.push({ ...gate, name });
    places.set(name, index);
  }
  for (const { gate, message } of contradictionsOf(gates)) {
    problems.push({ gate: places.get(gate.name) ?? 0, key: gate.rule, message });
  }
  return { gates, places, problems };
}

function checkName(name: string, before: readonly GateConfig[], report: GateReport): void {
  if (builtInGates.includes(name)) report('name', { message: `"${name}" is the name of a built-in gate` });
  if (before.some((config) => config.name === name)) {
    report('name', { message: `two gates are called "${name}"` });
  }
}

function resolveGate(
  config: GateConfig,
  known: KnownMetrics,
  defaults: Pick<GateConfig, 'cluster'>,
  report: GateReport,
): Gate | undefined {
  const rule = ruleOf(config, report);
  if (rule === undefined) return undefined;
  const strays = allCompanions.filter((key) => config[key] !== undefined && !companions[rule].includes(key));
  for (const key of strays) report(key, { message: `"${key}" does not go with "${rule}"` });
  const metric = metricOf(config, rule, known, report);
  if (metric === undefined) return undefined;
  const common = {
    name: '',
    enforced: config.enforce ?? true,
    confidence: config.confidence ?? 0.95,
    models: config.models ?? null,
    slice: config.slice ?? null,
    metric: metric.id,
    ...(config.requireCalibration !== undefined && { requireCalibration: config.requireCalibration }),
  };
  checkCalibration(config, metric, report);
  const { cluster = defaults.cluster } = config;
  const counted = cluster === undefined ? common : { ...common, cluster };
  switch (rule) {
    case 'noWorseThan': {
      const margin = marginOf(config, 'margin', metric, report);
      return margin && { ...counted, rule, margin };
    }
    case 'betterThan': {
      const by = marginOf(config, 'by', metric, report);
      return by && { ...counted, rule, by };
    }
    case 'min':
    case 'max': {
      const limit = limitOf(config, rule, metric, report);
      return limit === undefined ? undefined : { ...counted, rule, limit, stat: config.stat ?? null };
    }
    case 'maxIncrease': {
      const limit = increaseOf(config, metric, report);
      return limit === undefined ? undefined : { ...counted, rule, limit };
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

function ruleOf(config: GateConfig, report: GateReport): RuleWord | undefined {
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
  { metrics, areAll }: KnownMetrics,
  report: GateReport,
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
    if (!areAll) return undefined;
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

/** What is counted or measured needs no person to check it. */
function checkCalibration(
  { requireCalibration }: GateConfig,
  { id, kind, pairwise }: MetricDefinition,
  report: GateReport,
): void {
  if (requireCalibration !== undefined && pairwise) {
    const message = `"${id}" is about two answers, and people label one at a time`;
    report('requireCalibration', { message, hint: 'Its flip rate says how far the judge can be relied on' });
    return;
  }
  if (requireCalibration === undefined || kind !== 'amount') return;
  const message = `"${id}" is measured, and people have no say in it`;
  report('requireCalibration', { message, expected: 'the metric of an evaluator' });
}

/** `quality`, `quality in german`, `critical quality`; the rule's word and then a number where the name is taken. */
function uniqueName(gate: Gate, taken: readonly string[]): string {
  const base = gate.rule === 'mustPass' ? `${gate.cases} ${gate.metric}` : gate.metric;
  const slice = gate.slice === null ? '' : ` in ${gate.slice}`;
  const isFree = (name: string) => !taken.includes(name);
  const [plain, withRule] = [`${base}${slice}`, `${base} ${gate.rule}${slice}`];
  if (isFree(plain)) return plain;
  if (isFree(withRule)) return withRule;
  let number = 2;
  while (!isFree(`${withRule} ${number}`)) number++;
  return `${withRule} ${number}`;
}
