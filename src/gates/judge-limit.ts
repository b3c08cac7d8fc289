import { formatValue } from '../core/format.ts';
import type { LimitEvidence } from '../core/gate-evidence.ts';
import type { GateOutcome } from '../core/verdict.ts';
import {
  type Decision,
  outcomeOf,
  plural,
  roughly,
  sure,
  tooMuchMissing,
  unanswerableDecision,
} from './outcome.ts';

/** Decides a floor or a ceiling that has to be proven: `min`, `max`, `stat: 'p95'`. */
export function judgeLimit(evidence: LimitEvidence, several: boolean): GateOutcome {
  const limit = formatValue(evidence.metric, limitOf(evidence));
  const expected = `${estimateName(evidence)} ${evidence.gate.rule === 'min' ? '≥' : '≤'} ${limit}, proven`;
  const actual =
    evidence.estimate === null ? 'nothing measured' : formatValue(evidence.metric, evidence.estimate);
  return outcomeOf(evidence, decide(evidence, limit), { expected, actual, several }, evidence.interval);
}

function decide(evidence: LimitEvidence, limit: string): Decision {
  if (evidence.unanswerable !== null) return unanswerableDecision(evidence.unanswerable);
  const missing = tooMuchMissing(evidence);
  if (missing) return missing;
  const { interval, metric, gate, cases } = evidence;
  const seen = `${estimateName(evidence)} ${formatValue(metric, evidence.estimate ?? 0)} on ${plural(cases, 'case')}`;
  const asked = `you ask for ${gate.rule === 'min' ? 'at least' : 'at most'} ${limit}`;
  if (interval === null) {
    const sentence = `${seen}; that is too few for a bound on the ${estimateName(evidence)}, ${asked}.${neededWords(evidence)}`;
    return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
  }
  const [safe, other] = gate.rule === 'min' ? [interval.low, interval.high] : [interval.high, interval.low];
  const [atSafe, atOther] = gate.rule === 'min' ? ['At least', 'at most'] : ['At most', 'at least'];
  if (evidence.proven === 'within') {
    const sentence = `${seen}. ${atSafe} ${formatValue(metric, safe)}, ${sure(gate.confidence)}; ${asked}.`;
    return { status: 'pass', reason: 'within-limit', sentence };
  }
  if (evidence.proven === 'beyond') {
    const sentence = `${seen}; it is ${atOther} ${formatValue(metric, other)}, ${sure(gate.confidence)}, and ${asked}.`;
    return { status: 'fail', reason: 'over-limit', sentence };
  }
  const sentence = `${seen}. Only ${atSafe.toLowerCase()} ${formatValue(metric, safe)} is proven, and ${asked}.${neededWords(evidence)}`;
  return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
}

function neededWords(evidence: LimitEvidence): string {
  if (evidence.needed !== null)
    return ` About ${roughly(evidence.needed)} cases would settle it if the share stays as seen.`;
  const { estimate, gate } = evidence;
  const beyond =
    estimate !== null &&
    (gate.rule === 'min' ? estimate <= limitOf(evidence) : estimate >= limitOf(evidence));
  return beyond ? ' The estimate itself does not reach it, so more cases would not help.' : '';
}

function limitOf(evidence: LimitEvidence): number {
  return evidence.gate.rule === 'min' || evidence.gate.rule === 'max' ? evidence.gate.limit : Number.NaN;
}

function estimateName(evidence: LimitEvidence): string {
  return 'stat' in evidence.gate && evidence.gate.stat === 'p95' ? 'p95' : 'mean';
}
