import type { MustPassEvidence } from '../core/gate-evidence.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { type Decision, outcomeOf, plural } from './outcome.ts';

type CaseResult = MustPassEvidence['results'][number];

/** Decides `mustPass`: every trial of every named case, with no allowance. */
export function judgeMustPass(evidence: MustPassEvidence, several: boolean): GateOutcome {
  const named = evidence.gate.rule === 'mustPass' ? evidence.gate.cases : '';
  const passed = evidence.results.filter((result) => result.passed === result.trials).length;
  const words = {
    expected: `every ${named} case passes ${evidence.gate.metric}`,
    actual: `${passed} of ${evidence.results.length} passed`,
    several,
  };
  return outcomeOf(evidence, decide(evidence, named), words, null);
}

function decide(evidence: MustPassEvidence, named: string): Decision {
  const { results, gate } = evidence;
  if (results.length === 0) {
    const sentence = `no case is ${named}, so there is nothing that must pass. Mark cases as ${named} or remove the gate.`;
    return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
  }
  const broken = results.filter((result) => result.passed + result.missing < result.trials);
  const evenIf = gate.rule === 'mustPass' && gate.evenIfBaselineFails;
  const failed = broken.filter((result) => evenIf || result.baselinePassed !== false);
  if (failed.length > 0) {
    const sentence = `${failed.length} of ${plural(results.length, `${named} case`)} failed: ${list(failed)}`;
    return { status: 'fail', reason: 'must-pass-failed', sentence };
  }
  if (broken.length > 0) {
    const sentence = `${plural(broken.length, `${named} case`)} failed that the baseline fails too (broken before): ${list(broken)}`;
    return { status: 'inconclusive', reason: 'must-pass-failed', sentence };
  }
  const missing = results.filter((result) => result.missing > 0);
  if (missing.length > 0) {
    const sentence = `${plural(missing.length, `${named} case`)} of ${results.length} ${missing.length === 1 ? 'has' : 'have'} no result: ${list(missing)}`;
    return { status: 'inconclusive', reason: 'missing-results', sentence };
  }
  return {
    status: 'pass',
    reason: 'within-limit',
    sentence: `all ${plural(results.length, `${named} case`)} passed.`,
  };
}

/** The first five ids; one that passed some of its trials is said to be flaky. */
function list(results: readonly CaseResult[]): string {
  const names = results
    .slice(0, 5)
    .map((result) =>
      result.passed > 0 ? `${result.case} (flaky: ${result.passed} of ${result.trials})` : result.case,
    );
  return `${names.join(', ')}${results.length > names.length ? ', …' : ''}`;
}
