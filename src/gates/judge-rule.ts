import { formatApart, formatConfidence, formatCount, formatShare, formatValue } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import type { RuleEvidence } from '../core/gate-evidence.ts';
import type { MetricDefinition } from '../core/metrics.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { boundDecision, withEstimates } from './estimated-usage.ts';
import {
  type Decision,
  inClusters,
  lackWords,
  limitWords,
  outcomeOf,
  plural,
  timedLateDecision,
  unanswerableDecision,
} from './outcome.ts';

type Evidence = RuleEvidence & { gate: Extract<Gate, { rule: 'min' | 'max' }> };

/** Decides a rule on every output: `min: 1` and `max: 0` on scores, `max` on cost, tokens or latency. */
export function judgeRule(evidence: RuleEvidence, several: boolean): GateOutcome {
  if (!isAboutOutputs(evidence)) throw new TypeError(`${evidence.gate.rule} is no rule about outputs`);
  const { gate, metric, broken, seen } = evidence;
  const shown = {
    expected: ruleWords(gate, metric),
    actual: `${formatCount(broken.length)} of ${formatCount(seen)} broke it`,
    interval: null,
    about: 'cases' as const,
  };
  return outcomeOf(evidence, withEstimates(evidence, decide(evidence)), shown, several);
}

function isAboutOutputs(evidence: RuleEvidence): evidence is Evidence {
  return evidence.gate.rule === 'min' || evidence.gate.rule === 'max';
}

function decide(evidence: Evidence): Decision {
  if (evidence.broken.length > 0) return brokenRule(evidence);
  if (evidence.unanswerable !== null) return unanswerableDecision(evidence.unanswerable);
  const { seen, missing, cases, repeats, gate, rateBelow, comparison } = evidence;
  const { clusters } = comparison;
  if (missing > 0) {
    const sentence = `no output broke the rule, but ${lackWords(missing, plural(cases, 'case'), repeats)}, and the rule is about every output.`;
    return { status: 'inconclusive', reason: 'missing-results', sentence };
  }
  if (evidence.late) return timedLateDecision(evidence.late);
  if (evidence.estimated) return boundDecision(evidence.estimated);
  const confidence = `with ${formatConfidence(gate.confidence)} confidence`;
  const of = clusters ? ' of the clusters' : '';
  const rate = rateBelow === null ? '' : `: true rate below ${formatShare(rateBelow)}${of} ${confidence}`;
  const repeated = seen === cases ? '' : ` outputs in ${plural(cases, 'case')}`;
  return {
    status: 'pass',
    reason: 'within-limit',
    sentence: `no output broke the rule, 0 of ${formatCount(seen)}${repeated}${inClusters(clusters)}${rate}.`,
  };
}

function brokenRule({ broken, seen, metric, gate }: Evidence): Decision {
  const show = (value: number) =>
    formatApart(value, gate.limit, (each, finer) => formatValue(metric, each, finer));
  const first = broken
    .slice(0, 3)
    .map(({ case: id, value }) => (metric.kind === 'binary' ? id : `${id} (${show(value)})`));
  const more = broken.length > first.length ? ', …' : '';
  return {
    status: 'fail',
    reason: 'rule-broken',
    sentence: `${formatCount(broken.length)} of ${plural(seen, 'output')} broke the rule that ${ruleWords(gate, metric)}. First: ${first.join(', ')}${more}`,
  };
}

/** `every output scores 1`, `every output is at most $0.02` */
function ruleWords(gate: Evidence['gate'], metric: MetricDefinition): string {
  if (metric.kind === 'binary') return `every output scores ${gate.limit}`;
  return `every output is at ${gate.rule === 'min' ? 'least' : 'most'} ${limitWords(gate, metric)}`;
}
