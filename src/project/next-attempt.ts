import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { type Attempt, countEarlier } from '../core/attempts.ts';
import type { Case, Dataset } from '../core/case.ts';
import type { Problem } from '../core/problem.ts';
import { attemptLedger, digestOfCases } from './attempt-ledger.ts';
import type { Project } from './open-project.ts';

/**
 * What a run against these cases would be judged as, for what is said before it. The run itself counts again when it decides.
 *
 * @throws InputError where the ledger cannot be read.
 */
export async function nextAttempt(
  project: Project,
  prompt: Pick<ResolvedPrompt, 'name' | 'attempts'>,
  dataset: Dataset,
  cases: readonly Case[],
): Promise<{ attempt: Attempt; casesDigest: string; warnings: Problem[] }> {
  const casesDigest = digestOfCases(cases);
  const { earlier, warnings } = await attemptLedger(project, prompt.name).earlier({
    cases: casesDigest,
    dataset: dataset.digest,
  });
  return { attempt: { number: countEarlier(earlier) + 1, mode: prompt.attempts }, casesDigest, warnings };
}
