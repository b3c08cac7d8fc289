import type { Observations } from '../comparison/observations.ts';
import type { FailureCount, Unscored } from '../core/run-file.ts';
import type { Arms } from './evaluation.ts';

/** run.json is kept as evidence, and a reason may quote an answer: of sensitive prompts only the counts go there. */
export function unscoredAnswers(observations: Observations, arms: Arms): Unscored[] {
  const unscored = observations.unscored();
  return isSensitive(arms)
    ? unscored.map(({ often: _, ...entry }) => ({ ...entry, reason: null }))
    : unscored;
}

/** The same of failures: a server may repeat what it was sent. */
export function failureCounts(observations: Observations, arms: Arms): FailureCount[] {
  const failures = observations.failures();
  return isSensitive(arms) ? failures.map(withoutMessage) : failures;
}

export function withoutMessage({ code, model, arm, count }: FailureCount): FailureCount {
  return { code, model, arm, count };
}

function isSensitive({ baseline, candidate }: Arms): boolean {
  return [baseline, candidate].some((arm) =>
    Object.values(arm?.prompt['x-prompteval']?.variables ?? {}).some((variable) => variable.sensitive),
  );
}
