import { formatCount } from '../core/format.ts';
import type { RunFile } from '../core/run-file.ts';
import { excerpt } from '../core/text.ts';
import type { GateOutcome } from '../core/verdict.ts';

/** Characters of a reason that stand in a sentence. */
const longest = 160;

/**
 * ` The first of 30 on the candidate: judge failed: …`, of the arm and the kind that most results are missing for; empty where
 * the run keeps no reason, as of sensitive prompts, and of an outcome that nothing is missing for.
 */
export function missingReason(run: RunFile, { reason, metric, model }: GateOutcome): string {
  if (reason !== 'missing-results') return '';
  const pairing = run.pairings.find(({ id }) => id === model);
  const models = [model, pairing?.candidate.id, pairing?.baseline?.id];
  const unscored = (run.unscored ?? []).filter((entry) => entry.metric === metric);
  const failures = (run.failures ?? []).map(({ message, ...entry }) => ({ ...entry, reason: message }));
  const [most] = [...unscored, ...failures]
    .filter((entry) => entry.reason && models.includes(entry.model))
    .sort((one, other) => other.count - one.count);
  if (!most?.reason) return '';
  return ` The first of ${formatCount(most.count)} on the ${most.arm}: ${excerpt(most.reason, longest)}`;
}
