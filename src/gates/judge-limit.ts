import { formatApart, formatValue } from '../core/format.ts';
import type { Gate } from '../core/gate.ts';
import type { LimitEvidence } from '../core/gate-evidence.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { boundDecision, withEstimates } from './estimated-usage.ts';
import {
  casesWords,
  type Decision,
  limitWords,
  missingResults,
  outcomeOf,
  plural,
  roughly,
  sure,
  timedLateDecision,
  tooMuchMissing,
  unanswerableDecision,
  unitsNoun,
} from './outcome.ts';

type Evidence = LimitEvidence & { gate: Extract<Gate, { rule: 'min' | 'max' }> };

/** Decides a floor or a ceiling that has to be proven: `min`, `max`, `stat: 'p95'`. */
export function judgeLimit(evidence: LimitEvidence, several: boolean): GateOutcome {
  if (!isAboutLimit(evidence)) throw new TypeError(`${evidence.gate.rule} is not about a limit`);
  const { gate, metric, estimate, interval } = evidence;
  const shown = {
    expected: `${estimateName(gate)} ${gate.rule === 'min' ? '≥' : '≤'} ${limitWords(gate, metric)}, proven`,
    actual: estimate === null ? 'nothing measured' : formatValue(metric, estimate),
    interval,
    about: 'value' as const,
    limit: gate.limit,
  };
  return outcomeOf(evidence, withEstimates(evidence, decide(evidence)), shown, several);
}

function isAboutLimit(evidence: LimitEvidence): evidence is Evidence {
  return evidence.gate.rule === 'min' || evidence.gate.rule === 'max';
}

function decide(evidence: Evidence): Decision {
  if (evidence.unanswerable !== null) return unanswerableDecision(evidence.unanswerable);
  const missing = tooMuchMissing(evidence);
  if (missing) return missing;
  if (evidence.late) return timedLateDecision(evidence.late);
  if (evidence.estimated && evidence.proven === null) return boundDecision(evidence.estimated);
  const { interval, metric, gate } = evidence;
  if (interval === null) return withoutInterval(evidence);
  const show = (value: number) =>
    formatApart(value, gate.limit, (each, finer) => formatValue(metric, each, finer));
  const [safe, other] = gate.rule === 'min' ? [interval.low, interval.high] : [interval.high, interval.low];
  const [atSafe, atOther] = gate.rule === 'min' ? ['At least', 'at most'] : ['At most', 'at least'];
  if (evidence.proven === 'within') {
    const sentence = `${seen(evidence)}. ${atSafe} ${show(safe)}, ${sure(gate.confidence)}; ${asked(evidence)}.${missingWords(evidence, 'worst')}`;
    return { status: 'pass', reason: 'within-limit', sentence };
  }
  if (evidence.proven === 'beyond') {
    const sentence = `${seen(evidence)}; it is ${atOther} ${show(other)}, ${sure(gate.confidence)}, and ${asked(evidence)}.${missingWords(evidence, 'best')}`;
    return { status: 'fail', reason: 'over-limit', sentence };
  }
  const sentence = `${seen(evidence)}. Only ${atSafe.toLowerCase()} ${show(safe)} is proven, and ${asked(evidence)}.${missingWords(evidence, 'worst')}${neededWords(evidence)}`;
  return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
}

/** Too few cases, or missing results that might be anything, leave one side without a bound. */
function withoutInterval(evidence: Evidence): Decision {
  const { gate, metric, missing, needed } = evidence;
  if (evidence.proven === 'beyond') {
    const limit = `${gate.rule === 'min' ? 'below' : 'above'} ${limitWords(gate, metric)}`;
    const sentence = `${seen(evidence)}; it is ${limit}, ${sure(gate.confidence)}, and ${asked(evidence)}.`;
    return { status: 'fail', reason: 'over-limit', sentence };
  }
  if (needed === null && missing > 0) {
    const sentence = `${seen(evidence)}; ${missingResults(evidence)} might be beyond any bound, and ${asked(evidence)}.`;
    return { status: 'inconclusive', reason: 'missing-results', sentence };
  }
  const sentence = `${seen(evidence)}; that is too few for a bound on the ${estimateName(gate)}, and ${asked(evidence)}.${neededWords(evidence)}`;
  return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
}

function neededWords({ needed, fewest, estimate, gate, comparison }: Evidence): string {
  const units = unitsNoun(comparison.clusters);
  if (needed !== null)
    return ` About ${roughly(needed, fewest)} ${units} would settle it if results stay as seen.`;
  if (estimate === null) return '';
  // Thirds of repeats do not add up in binary.
  const isAt = Math.abs(estimate - gate.limit) <= 1e-9 * Math.abs(gate.limit);
  const isWithin = gate.rule === 'min' ? estimate > gate.limit : estimate < gate.limit;
  if (isWithin && !isAt) return '';
  return ` The estimate itself ${isAt ? 'is exactly at it' : 'does not reach it'}; more ${units} help only if it does not stay there.`;
}

/** How results that are missing went into the bound; nothing where none are. */
function missingWords({ missing }: Evidence, countedAs: 'worst' | 'best'): string {
  if (missing === 0) return '';
  return ` Counted as the ${countedAs} that could be: what is missing of ${plural(missing, 'case')}.`;
}

/** `mean 87.3 % on 300 cases` */
function seen({ gate, metric, estimate, comparison }: Evidence): string {
  const value = estimate === null ? 'not measured' : formatValue(metric, estimate);
  const { clusters } = comparison;
  const of = gate.stat === 'p95' && clusters ? " of each cluster's largest" : '';
  return `${estimateName(gate)}${of} ${value} on ${casesWords(comparison.candidate.n, clusters)}`;
}

function asked({ gate, metric }: Evidence): string {
  return `you ask for ${gate.rule === 'min' ? 'at least' : 'at most'} ${limitWords(gate, metric)}`;
}

function estimateName({ stat }: Evidence['gate']): string {
  return stat ?? 'mean';
}
