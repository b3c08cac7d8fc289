import type { ExitCode } from '../core/errors.ts';
import { excerpt } from '../core/text.ts';
import type { ApiClient } from './api-client.ts';
import type { CiJob } from './job.ts';
import type { PromptOutcome } from './prompt-outcome.ts';
import { adviceOf, titleOf } from './titles.ts';

/** GitHub's words for how a check ended. */
const conclusions: Record<ExitCode, string> = {
  0: 'success',
  1: 'failure',
  2: 'failure',
  3: 'action_required',
  4: 'failure',
  130: 'cancelled',
};

/** A check of its own for a prompt, whose title says the number, so that a reviewer need not click. */
export async function createCheck(
  client: ApiClient,
  repository: string,
  { commit, page }: Pick<CiJob, 'commit' | 'page'>,
  outcome: PromptOutcome,
): Promise<void> {
  const title = titleOf(outcome);
  await client.call('POST', `/repos/${repository}/check-runs`, {
    name: `prompteval: ${excerpt(outcome.prompt, 100)}`,
    head_sha: commit,
    status: 'completed',
    conclusion:
      outcome.did === 'validate' && outcome.exitCode === 0 ? 'neutral' : conclusions[outcome.exitCode],
    ...(page !== null && { details_url: page }),
    output: { title, summary: adviceOf(outcome) || title },
  });
}
