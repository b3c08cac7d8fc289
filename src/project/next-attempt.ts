import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { type Attempt, countEarlier } from '../core/attempts.ts';
import type { Case, Dataset } from '../core/case.ts';
import type { Problem } from '../core/problem.ts';
import type { PromptFile } from '../core/prompt.ts';
import { usedVariables } from '../prompts/check-messages.ts';
import { attemptLedger, digestOfCases } from './attempt-ledger.ts';
import type { Project } from './open-project.ts';

/**
 * What a run against these cases would be judged as, for what is said before it. The run itself counts again when it decides.
 *
 * @param live the prompt that is live, or where nothing is, the first candidate: a draft that asks for another column has
 *   still been tried against the same cases
 * @throws InputError where the ledger cannot be read.
 */
export async function nextAttempt(
  project: Project,
  prompt: Pick<ResolvedPrompt, 'name' | 'attempts'>,
  dataset: Dataset,
  cases: readonly Case[],
  live: PromptFile | undefined,
): Promise<{ attempt: Attempt; casesDigest: string; warnings: Problem[] }> {
  const casesDigest = digestOfCases(cases, usedVariables(live?.messages ?? []).sort());
  const { earlier, warnings } = await attemptLedger(project, prompt.name).earlier({
    cases: casesDigest,
    dataset: dataset.digest,
  });
  return { attempt: { number: countEarlier(earlier) + 1, mode: prompt.attempts }, casesDigest, warnings };
}
