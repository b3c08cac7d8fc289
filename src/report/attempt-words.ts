import type { EarlierAttempts } from '../core/attempts.ts';
import { formatConfidences, formatCount, formatShare } from '../core/format.ts';
import { comparesWithItself, isJudgedCandidate } from '../core/run-attempt.ts';
import type { RunFile } from '../core/run-file.ts';

/** From this chance on that a bad candidate slipped through, the words say so. */
const worthAWarning = 0.2;

/** `Attempt 4 against these 283 cases, as far as this working copy has seen (3 others: 2 failed, 1 inconclusive).` */
export function attemptWords(run: RunFile): string {
  const { attempt, attempts, status, stoppedEarly, shard } = run;
  if (comparesWithItself(run)) return 'No attempt: both arms are the same prompt.';
  if (status === 'smoke') return 'No attempt: a run that was narrowed is not counted.';
  if (shard)
    return 'No attempt: a shard decides nothing; the run that is merged from all of them is counted.';
  if (status === 'incomplete' && !stoppedEarly)
    return 'No attempt: a run that did not finish is not counted.';
  const { cases } = run.dataset;
  const against = cases === 1 ? 'this 1 case' : `these ${formatCount(cases)} cases`;
  if (attempts?.again !== undefined)
    return `No further attempt against ${against}: every answer came from the cache, and run ${attempts.again} tried this candidate already.`;
  const start = `Attempt ${formatCount(attempt)}${candidateWords(run)} against ${against}, as far as this working copy has seen`;
  if (attempts === undefined) return `${start}.`;
  return [`${start}${othersWords(attempts.earlier)}.`, elsewhereWords(attempts.earlier), chanceWords(run)]
    .filter((words) => words !== '')
    .join(' ');
}

/** What stands beside the verdict: nothing of a run that is no attempt. */
export function verdictAttemptWords(run: RunFile): string[] {
  return isJudgedCandidate(run) ? [attemptWords(run)] : [];
}

/** ` (2 candidates)`, where some were tried more than once. */
function candidateWords({ attempt, attempts }: RunFile): string {
  const { candidates, earlier } = attempts ?? {};
  if (candidates === undefined || candidates === attempt || earlier?.unreadable !== 0) return '';
  return ` (${formatCount(candidates)} ${candidates === 1 ? 'candidate' : 'candidates'})`;
}

function othersWords({ pass, fail, inconclusive, unreadable }: EarlierAttempts): string {
  const kinds: [number, string][] = [
    [pass, 'passed'],
    [fail, 'failed'],
    [inconclusive, 'inconclusive'],
    [unreadable, 'unreadable'],
  ];
  const all = kinds.reduce((sum, [count]) => sum + count, 0);
  if (all === 0) return '';
  const named = kinds.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
  return ` (${formatCount(all)} ${all === 1 ? 'other' : 'others'}: ${named.join(', ')})`;
}

/** So that a changed case does not make the others vanish. */
function elsewhereWords({ elsewhere }: EarlierAttempts): string {
  if (elsewhere === 0) return '';
  return `${formatCount(elsewhere)} more ${elsewhere === 1 ? 'was' : 'were'} against other cases of this prompt.`;
}

function chanceWords({ attempt, attempts, verdict }: RunFile): string {
  if (!attempts || attempts.falsePass === null) return '';
  if (attempts.mode === 'corrected') {
    const confidences = verdict.outcomes.flatMap(({ interval }) => interval?.confidence ?? []);
    const at = confidences.length === 0 ? '' : ` each gate is judged at ${formatConfidences(confidences)};`;
    return `Corrected for attempts:${at} so far a bad candidate had a chance of at most ${formatShare(attempts.falsePass)} to slip through.`;
  }
  if (attempts.falsePass < worthAWarning || attempt === 1) return '';
  return `Of ${formatCount(attempt)} bad candidates at the limit, at least one slips through with ${formatShare(attempts.falsePass, 0)}; attempts: 'corrected' keeps that from growing.`;
}
