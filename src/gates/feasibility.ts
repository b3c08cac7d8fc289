import { clusterOf } from '../core/cluster.ts';
import { formatNumber } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import { findMetric, type MetricDefinition } from '../core/metrics.ts';
import type { Problem } from '../core/problem.ts';
import { minimumCasesForFloor } from '../statistics/minimum-cases.ts';
import { limitAllowance, marginAllowance } from './allowance.ts';
import { neverFails } from './never-fails.ts';
import { clopperPearson, exactPairs, worstCaseT } from './proof-method.ts';
import {
  atConfidence,
  available,
  type Grounds,
  moreUnits,
  type Situation,
  shortage,
  shortageProblem,
  unitWords,
} from './shortage.ts';

export interface Feasibility {
  /** Enforced gates that no candidate can pass, however good it is. */
  problems: Problem[];
  /** Gates that an unchanged candidate can't pass, those that none can fail, and impossible ones that only report. */
  warnings: Problem[];
}

/** What these many cases can't prove, found before a cent is spent. */
export function feasibilityOf(gates: readonly Gate[], grounds: Grounds): Feasibility {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  for (const gate of gates) {
    const metric = findMetric(grounds.metrics, gate.metric);
    if (metric === undefined) continue;
    const idle = neverFails(gate, metric);
    if (idle !== null) warnings.push(idle);
    const shortage = idle === null ? shortageOf(gate, metric, grounds) : null;
    if (shortage === null) continue;
    const isImpossible = gate.rule !== 'noWorseThan';
    (isImpossible && gate.enforced ? problems : warnings).push(shortage);
  }
  return { problems, warnings };
}

/** What a gate lacks; null where its cases may be enough, and where it has none, which is another problem. */
function shortageOf(gate: Gate, metric: MetricDefinition, grounds: Grounds): Problem | null {
  const units = countUnits(gate, grounds);
  if (units === 0) return null;
  const unit = gate.cluster === undefined ? ('case' as const) : ('cluster' as const);
  const situation = { metric, units, unit, grounds };
  switch (gate.rule) {
    case 'min':
    case 'max':
      return gate.stat === 'p95' ? p95Shortage(gate, situation) : limitShortage(gate, situation);
    case 'noWorseThan':
      return marginShortage(gate, situation);
    default:
      return null;
  }
}

/** How many cases or clusters it is about. A case without a cluster counts as one: that it lacks it is another problem. */
function countUnits({ slice, cluster }: Gate, grounds: Grounds): number {
  const cases = grounds.cases.filter((item) => slice === null || item.tags.includes(slice));
  if (cluster === undefined) return cases.length;
  return new Set(cases.map((item) => clusterOf(item, cluster))).size;
}

/** Whether each case or cluster is one answer that passes or fails, so that exact methods hold. */
function isCountable({ metric, unit, grounds }: Situation): boolean {
  return metric.kind === 'binary' && grounds.repeats === 1 && unit === 'case';
}

function p95Shortage(gate: Gate, situation: Situation): Problem | null {
  const needed = minimumCasesForFloor(0.95, gate.confidence);
  if (needed <= situation.units) return null;
  return shortageProblem(
    gate,
    'stat',
    `${atConfidence(gate, situation)} a limit on the p95 needs ${unitWords(needed, gate, situation.unit)}; ${available(gate, situation)}`,
    `Leave out \`stat\` to limit every answer, or ${moreUnits(needed, situation)}`,
  );
}

function limitShortage(gate: Extract<Gate, { rule: 'min' | 'max' }>, situation: Situation): Problem | null {
  const { range, kind } = situation.metric;
  if (range === null) return null;
  const allowance = limitAllowance(gate, range);
  // At the end of the range it is a rule on what was seen, which needs no proof.
  if (allowance.size <= 0) return null;
  const isExact = isCountable(situation);
  const [noun, most, best] =
    gate.rule === 'min' ? ['floor', 'less', range[1]] : ['ceiling', 'more', range[0]];
  const outcome = kind === 'binary' && gate.rule === 'min' ? 'passes' : `scores ${formatNumber(best)}`;
  return shortage(gate, situation, {
    key: gate.rule,
    allowance,
    method: isExact ? clopperPearson : worstCaseT,
    noun,
    most,
    at: `even if every case ${outcome}`,
    show: formatNumber,
  });
}

function marginShortage(gate: Extract<Gate, { rule: 'noWorseThan' }>, situation: Situation): Problem | null {
  const { range } = situation.metric;
  if (range === null) return null;
  const isRelative = gate.margin.kind === 'relative';
  const isExact = isCountable(situation) && !isRelative;
  const changed = isExact ? 'if nothing flips' : 'if no score changes';
  return shortage(gate, situation, {
    key: 'margin',
    allowance: marginAllowance(gate, situation.metric),
    method: isExact ? exactPairs : worstCaseT,
    noun: 'margin',
    most: 'more',
    at: isRelative ? `${changed} and all are ${formatNumber(range[1])}` : changed,
    show: isRelative ? (share) => `${formatNumber(share * 100)} %` : formatNumber,
  });
}
