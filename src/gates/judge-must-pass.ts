import { formatCaseValue, formatCount } from '../core/format.ts';
import type { MustPassEvidence } from '../core/gate-evidence.ts';
import type { GateOutcome, GateStatus } from '../core/verdict.ts';
import { type Decision, lackWords, outcomeOf, plural } from './outcome.ts';

type CaseResult = MustPassEvidence['results'][number];

/** What became of one case. `broken-before`: the baseline does not pass it either. */
type CaseFate = 'passed' | 'failed' | 'broken-before' | 'missing';

/** Decides `mustPass`: every trial of every named case, with no allowance. */
export function judgeMustPass(evidence: MustPassEvidence, several: boolean): GateOutcome {
  const { gate, results } = evidence;
  const named = gate.rule === 'mustPass' ? gate.cases : '';
  const evenIf = gate.rule === 'mustPass' && gate.evenIfBaselineFails;
  const byFate = new Map<CaseFate, CaseResult[]>();
  for (const result of results) {
    const fate = fateOf(result, evenIf);
    byFate.set(fate, [...(byFate.get(fate) ?? []), result]);
  }
  const shown = {
    expected: `every ${named} case passes ${gate.metric}`,
    actual: `${formatCount(byFate.get('passed')?.length ?? 0)} of ${formatCount(results.length)} passed`,
    interval: null,
    about: 'cases' as const,
    cases: results.map((result) => describeCase(evidence, result, fateOf(result, evenIf))),
  };
  return outcomeOf(evidence, decide(byFate, results.length, named), shown, several);
}

function fateOf(result: CaseResult, evenIfBaselineFails: boolean): CaseFate {
  if (result.passed === result.trials) return 'passed';
  if (result.passed + result.missing === result.trials) return 'missing';
  return result.baselinePassed === false && !evenIfBaselineFails ? 'broken-before' : 'failed';
}

function decide(byFate: ReadonlyMap<CaseFate, CaseResult[]>, total: number, named: string): Decision {
  const [failed, broken, missing] = (['failed', 'broken-before', 'missing'] as const).map(
    (fate) => byFate.get(fate) ?? [],
  );
  const all = plural(total, `${named} case`);
  if (failed?.length) {
    const others = broken?.length ? `; ${brokenToo(broken)}` : '';
    const sentence = `${formatCount(failed.length)} of ${all} failed: ${list(failed)}${others}`;
    return { status: 'fail', reason: 'must-pass-failed', sentence };
  }
  if (broken?.length) {
    const sentence = `${formatCount(broken.length)} of ${all} failed, but the baseline fails there too (broken before): ${list(broken)}`;
    return { status: 'inconclusive', reason: 'must-pass-failed', sentence };
  }
  if (missing?.length) {
    const sentence = `${lackWords(missing.length, all, missing[0]?.trials ?? 1)}: ${list(missing)}`;
    return { status: 'inconclusive', reason: 'missing-results', sentence };
  }
  if (total === 0) {
    const sentence = `no case of this run is ${named}, so there is nothing that must pass. Mark cases as ${named}, or remove the gate.`;
    return { status: 'inconclusive', reason: 'not-enough-cases', sentence };
  }
  return {
    status: 'pass',
    reason: 'within-limit',
    sentence: total === 1 ? `the one ${named} case passed.` : `all ${all} passed.`,
  };
}

/** Cases that don't decide: without a word about them, the sentence and the count of what passed would not add up. */
function brokenToo(broken: readonly CaseResult[]): string {
  return broken.length === 1
    ? 'one more fails, and the baseline fails it too'
    : `${formatCount(broken.length)} more fail, and the baseline fails them too`;
}

/** The first five ids. */
function list(results: readonly CaseResult[]): string {
  const names = results.slice(0, 5).map((result) => `${result.case}${flaky(result)}`);
  return `${names.join(', ')}${results.length > names.length ? ', …' : ''}`;
}

/** Some trials passed and some did not. */
function flaky({ passed, missing, trials }: CaseResult): string {
  return passed > 0 && passed + missing < trials ? ` (flaky: ${passed} of ${trials} passed)` : '';
}

const statusOf: Record<CaseFate, GateStatus> = {
  passed: 'pass',
  failed: 'fail',
  'broken-before': 'inconclusive',
  missing: 'inconclusive',
};

function describeCase({ metric }: MustPassEvidence, result: CaseResult, fate: CaseFate) {
  const { candidate, baseline } = result;
  const shown = (value: number | null) => (value === null ? 'unknown' : formatCaseValue(metric, value));
  const failed = `failed${flaky(result)}: ${metric.id} ${shown(candidate)}`;
  const before = baseline === null ? '' : `; baseline ${shown(baseline)}`;
  const words: Record<CaseFate, string> = {
    passed: 'passed',
    failed: `${failed}${before}`,
    'broken-before': `${failed}; the baseline fails it too (broken before), ${metric.id} ${shown(baseline)}`,
    missing:
      result.trials === 1 ? 'has no result' : `lacks ${result.missing} of its ${result.trials} results`,
  };
  return { case: result.case, status: statusOf[fate], text: words[fate] };
}
