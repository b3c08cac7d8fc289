import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { type Attempt, countEarlier } from '../../core/attempts.ts';
import type { Dataset } from '../../core/case.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { usedVariables } from '../../prompts/check-messages.ts';
import type { Project } from '../opening/open-project.ts';
import { attemptLedger } from './attempt-ledger.ts';

/**
 * What a run against these cases would be judged as, for what is said before it. The run itself counts again when it decides.
 *
 * @param casesDigest by the variables of `countedVariables`
 * @throws InputError where the ledger cannot be read.
 */
export async function nextAttempt(
  project: Project,
  prompt: Pick<ResolvedPrompt, 'name' | 'attempts' | 'policy'>,
  dataset: Pick<Dataset, 'digest'>,
  casesDigest: string,
): Promise<{ attempt: Attempt; warnings: Problem[] }> {
  const { earlier, warnings } = await attemptLedger(
    project,
    prompt.name,
    prompt.policy?.lostAttempts,
  ).earlier({
    cases: casesDigest,
    dataset: dataset.digest,
  });
  return { attempt: { number: countEarlier(earlier) + 1, mode: prompt.attempts }, warnings };
}

/**
 * The variables by which cases are told apart when attempts are counted.
 *
 * @param live the prompt that is live, or where nothing is, the first candidate: a draft that asks for another column has
 *   still been tried against the same cases
 */
export function countedVariables(live: PromptFile | undefined): string[] {
  return usedVariables(live?.messages ?? []).sort();
}
