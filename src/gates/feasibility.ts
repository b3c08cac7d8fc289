import { clusterOf } from '../core/cluster.ts';
import { formatNumber } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import { findMetric, type MetricDefinition } from '../core/metrics.ts';
import type { Problem } from '../core/problem.ts';
import { minimumCasesForFloor } from '../statistics/minimum-cases.ts';
import { gainAllowance, limitAllowance, marginAllowance } from './allowance.ts';
import { neverFails } from './never-fails.ts';
import { neverStops } from './never-stops.ts';
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
  /** Enforced gates on the candidate alone that none can pass, however good it is. */
  problems: Problem[];
  /**
   * Gates that an unchanged candidate can't pass, those that none can fail, impossible ones that only report, and
   * impossible ones that compare: a first release has no baseline and is not judged by them, so it need not wait.
   */
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
    const unstopped = grounds.stopEarly ? neverStops(gate, metric) : null;
    if (unstopped !== null) warnings.push(unstopped);
    const shortage = idle === null ? shortageOf(gate, metric, grounds) : null;
    if (shortage === null) continue;
    (shortage.isRefused && gate.enforced ? problems : warnings).push(shortage.problem);
  }
  return { problems, warnings };
}

interface Shortage {
  problem: Problem;
  /** Else it is said, and the run goes on. */
  isRefused: boolean;
}

/** What a gate lacks; null where its cases may be enough, and where it has none, which is another problem. */
function shortageOf(gate: Gate, metric: MetricDefinition, grounds: Grounds): Shortage | null {
  const units = countUnits(gate, grounds);
  if (units === 0) return null;
  const unit = gate.cluster === undefined ? ('case' as const) : ('cluster' as const);
  const situation = { metric, units, unit, grounds };
  switch (gate.rule) {
    case 'min':
    case 'max':
      return refused(gate.stat === 'p95' ? p95Shortage(gate, situation) : limitShortage(gate, situation));
    case 'betterThan':
      return warned(gainShortage(gate, situation));
    case 'noWorseThan':
      return warned(marginOrAnyShortage(gate, situation));
    case 'maxIncrease':
      return warned(increaseShortage(gate, situation));
    default:
      return null;
  }
}

function refused(problem: Problem | null): Shortage | null {
  return problem && { problem, isRefused: true };
}

function warned(problem: Problem | null): Shortage | null {
  return problem && { problem, isRefused: false };
}

/** How many cases or clusters it is about. A case without a cluster counts as one: that it lacks it is another problem. */
function countUnits({ slice, cluster }: Gate, grounds: Grounds): number {
  const clusters = new Set<string | null>();
  let cases = 0;
  for (const item of grounds.cases) {
    if (slice !== null && !item.tags.includes(slice)) continue;
    cases++;
    if (cluster !== undefined) clusters.add(clusterOf(item, cluster));
  }
  return cluster === undefined ? cases : clusters.size;
}

/** Whether each case or cluster is one answer that passes or fails, so that exact methods hold. */
function isCountable({ metric, unit, grounds }: Situation): boolean {
  return metric.kind === 'binary' && grounds.repeats === 1 && unit === 'case';
}

/** Whether each case can only be won, tied or lost, so that method A holds for the difference. */
function differsByFlips(situation: Situation): boolean {
  const { metric, unit, grounds } = situation;
  return isCountable(situation) || (metric.pairwise === true && grounds.repeats === 1 && unit === 'case');
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

/** Every case won by all there is: what that does not prove, no candidate does. */
function gainShortage(
  gate: Extract<Gate, { rule: 'noWorseThan' | 'betterThan' }>,
  situation: Situation,
): Problem | null {
  const { range, better } = situation.metric;
  if (range === null) return null;
  const [key, noun, most, { kind, value }] =
    gate.rule === 'betterThan'
      ? (['by', 'gain', 'less', gate.by] as const)
      : (['margin', 'margin', 'more', gate.margin] as const);
  const show = (number: number) =>
    kind === 'relative' ? `${formatNumber(number * 100)} %` : formatNumber(number);
  const [worst, best] = (better === 'higher' ? range : [...range].reverse()).map(formatNumber);
  const isExact = differsByFlips(situation) && kind === 'absolute';
  const allowance = gainAllowance(gate, situation.metric);
  if (allowance.shareOf(allowance.size) <= 0) {
    const message = `no candidate can pass it: from ${worst} to ${best} is no gain of more than ${show(value)}`;
    return shortageProblem(gate, key, message, 'Use a smaller one');
  }
  return shortage(gate, situation, {
    key,
    allowance,
    method: isExact ? clopperPearson : worstCaseT,
    noun,
    most,
    at: isExact ? 'even if the candidate wins them all' : `even if all go from ${worst} to ${best}`,
    show,
  });
}

/** Says what an unchanged candidate needs, in the same words whether or not any candidate can do with less. */
function marginOrAnyShortage(
  gate: Extract<Gate, { rule: 'noWorseThan' }>,
  situation: Situation,
): Problem | null {
  const problem = marginShortage(gate, situation);
  if (problem === null || gainShortage(gate, situation) === null) return problem;
  return { ...problem, message: `${problem.message}, too few for any candidate` };
}

/** Methods C and D know no worst case; all they ask for is a spread. */
function increaseShortage(gate: Gate, situation: Situation): Problem | null {
  if (situation.units >= 2) return null;
  return shortageProblem(
    gate,
    'maxIncrease',
    `an increase is judged from ${unitWords(2, gate, situation.unit)} on; ${available(gate, situation)}`,
    `Use \`max\` to limit every answer, or ${moreUnits(2, situation)}`,
  );
}

function marginShortage(gate: Extract<Gate, { rule: 'noWorseThan' }>, situation: Situation): Problem | null {
  const { range } = situation.metric;
  if (range === null) return null;
  const isRelative = gate.margin.kind === 'relative';
  const isExact = differsByFlips(situation) && !isRelative;
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
