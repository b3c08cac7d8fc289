import type { ServedModels } from '../core/drift.ts';
import { findMetric } from '../core/metrics.ts';
import type { Metric } from '../core/score.ts';
import { servedWords } from '../core/served-words.ts';
import { ended } from '../core/text.ts';
import type { GateOutcome, Verdict } from '../core/verdict.ts';
import { sizeWords } from './difference-words.ts';
import { plural } from './outcome.ts';

export interface DriftFacts {
  /** `support-triage v3` */
  subject: string;
  /** ISO 8601 UTC. */
  releasedAt: string;
  sameGates: boolean;
  served: readonly ServedModels[];
  metrics: readonly Metric[];
}

/** The headline of a run of one version against its own release, in words of what happened to that version. */
export function driftHeadline({ status, headline, outcomes }: Verdict, facts: DriftFacts): string {
  const { subject } = facts;
  const then = `when it was released on ${facts.releasedAt.slice(0, 10)}`;
  const served = servedWords(facts.served).join('; ');
  const other = served === '' ? '' : ` (${served})`;
  if (status === 'pass') return `${subject} does as well today as ${then}${other}. ${headline}`;
  if (status === 'inconclusive') {
    return `Whether ${subject} does as well today as ${then} is not settled${other}. ${headline}`;
  }
  const failed = outcomes.filter((outcome) => outcome.enforced && outcome.status === 'fail');
  const several = new Set(outcomes.flatMap(({ model }) => model ?? [])).size > 1;
  const losses = failed.flatMap((outcome) => lossOf(outcome, facts.metrics, several));
  const cause = facts.sameGates
    ? 'the model or what serves it did'
    : 'the model, what serves it or its gates did';
  const because = `The prompt did not change, so ${cause}${other}.`;
  if (losses.length === 0) {
    return `${subject} does not pass its gates today, unlike ${then}: ${ended(failed[0]?.text ?? '')} ${because}`;
  }
  const others = failed.length - losses.length;
  const more = others > 0 ? `, and ${plural(others, 'other gate')} failed` : '';
  return `${subject} does worse today than ${then}: ${losses.join(', ')}${more}. ${because}`;
}

/** `quality fell by at least 3.9 points (best estimate 7.3)` of a gate that proved it; else nothing. */
function lossOf(outcome: GateOutcome, metrics: readonly Metric[], several: boolean): string[] {
  const { about, interval, limit = null, slice, model } = outcome;
  const metric = outcome.metric === null ? undefined : findMetric(metrics, outcome.metric);
  // In runs of before, a relative margin has its bounds on another scale than the change, and no limit.
  const isLoss = about === 'difference' && limit !== null && interval !== null && interval.high < 0;
  if (!isLoss || metric === undefined) return [];
  const where = [
    ...(slice === null ? [] : [`in ${slice}`]),
    ...(several && model !== null ? [`on ${model}`] : []),
  ];
  const verb = metric.better === 'lower' ? 'rose' : 'fell';
  const size = sizeWords(metric, -interval.high);
  return [[metric.id, ...where, verb, 'by at least', size].join(' ')];
}
