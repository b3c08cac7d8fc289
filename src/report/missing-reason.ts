import { formatCount } from '../core/format.ts';
import type { RunFile } from '../core/run-file.ts';
import { ended, excerpt } from '../core/text.ts';
import type { GateOutcome } from '../core/verdict.ts';

/** Characters of a reason that stand in a sentence. */
const longest = 160;

/**
 * ` The first of 30 on the candidate: judge failed: …`, of the arm and the kind that most results are missing for; of a gate that
 * asks about the candidate alone, of that. Empty where nothing failed or went unscored, as where a run was interrupted, and of
 * an outcome that nothing is missing for.
 */
export function missingReason(run: RunFile, outcome: GateOutcome, arms: 'both' | 'candidate'): string {
  if (outcome.reason !== 'missing-results') return '';
  const pairing = run.pairings.find(({ id }) => id === outcome.model);
  const models = { baseline: pairing?.baseline?.id, candidate: pairing?.candidate.id };
  const unscored = (run.unscored ?? []).filter((entry) => entry.metric === outcome.metric);
  const failures = (run.failures ?? []).map(({ message, ...entry }) => ({ ...entry, reason: message }));
  const causes = [...unscored, ...failures]
    .filter(({ arm }) => arms === 'both' || arm === arms)
    .filter(({ arm, model }) => model === outcome.model || model === models[arm])
    .sort((one, other) => other.count - one.count);
  if (causes.length === 0) return '';
  const most = causes.find(({ reason }) => reason);
  const stop = ended(outcome.text).slice(outcome.text.length);
  // Of sensitive prompts the run keeps no reason. The sentences of older runs point there themselves.
  if (!most?.reason)
    return outcome.text.includes('trials.jsonl') ? '' : `${stop} The run's trials.jsonl says why.`;
  const often = 'often' in most ? most.often : undefined;
  const which = often ? formatCount(often.count) : 'The first';
  return `${stop} ${which} of ${formatCount(most.count)} on the ${most.arm}: ${excerpt(often?.reason ?? most.reason, longest)}`;
}
