import { formatShare, formatValue } from '../core/format.ts';
import type { RuleEvidence } from '../core/gate-evidence.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { type Decision, outcomeOf, plural, sure, unanswerableDecision } from './outcome.ts';

/** Decides a rule on every output: `min: 1` and `max: 0` on scores, `max` on cost, tokens or latency. */
export function judgeRule(evidence: RuleEvidence, several: boolean): GateOutcome {
  const { gate, metric, broken, seen } = evidence;
  const limit = gate.rule === 'min' || gate.rule === 'max' ? formatValue(metric, gate.limit) : '';
  const expected = `every output ${gate.rule === 'min' ? '≥' : '≤'} ${limit}`;
  const actual = `${broken.length} of ${seen} broke it`;
  return outcomeOf(evidence, decide(evidence, limit), { expected, actual, several }, null);
}

function decide(evidence: RuleEvidence, limit: string): Decision {
  const { broken, seen, missing, metric, gate, rateBelow } = evidence;
  if (broken.length > 0) {
    const first = broken.slice(0, 3).map((output) => `${output.case} (${formatValue(metric, output.value)})`);
    const more = broken.length > first.length ? ', …' : '';
    const side = gate.rule === 'min' ? 'below' : 'above';
    return {
      status: 'fail',
      reason: 'rule-broken',
      sentence: `${broken.length} of ${plural(seen, 'output')} ${broken.length === 1 ? 'is' : 'are'} ${side} ${limit}; the rule allows none. First: ${first.join(', ')}${more}`,
    };
  }
  if (evidence.unanswerable !== null) return unanswerableDecision(evidence.unanswerable);
  if (missing > 0) {
    return {
      status: 'inconclusive',
      reason: 'missing-results',
      sentence: `no output broke the rule, but ${plural(missing, 'case')} of ${evidence.cases} ${missing === 1 ? 'has' : 'have'} no result, and the rule is about every output.`,
    };
  }
  const rate =
    rateBelow === null
      ? ''
      : `: true rate below ${formatShare(rateBelow)} with ${sure(gate.confidence).replace(' sure', ' confidence')}`;
  return { status: 'pass', reason: 'within-limit', sentence: `0 of ${seen} outputs broke the rule${rate}.` };
}
