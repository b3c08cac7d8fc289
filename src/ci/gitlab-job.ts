import { type CiJob, type Environment, type JobKind, variable } from './job.ts';
import { jobPage } from './job-page.ts';

/** What GitLab CI says of a job. */
export function gitlabJob(environment: Environment, mainBranch?: string): CiJob {
  const read = (name: string) => variable(environment, name);
  const event = read('CI_PIPELINE_SOURCE') ?? 'unknown';
  const main = mainBranch ?? read('CI_DEFAULT_BRANCH') ?? 'main';
  const number = Number(read('CI_MERGE_REQUEST_IID') ?? Number.NaN);
  const isChange = event === 'merge_request_event';
  const source = read('CI_MERGE_REQUEST_SOURCE_PROJECT_ID');
  const target = read('CI_MERGE_REQUEST_PROJECT_ID');
  const targetBranch = read('CI_MERGE_REQUEST_TARGET_BRANCH_NAME');
  return {
    system: 'gitlab',
    kind: kindOf(event, read('CI_COMMIT_BRANCH'), main),
    event,
    ref: read('CI_MERGE_REQUEST_SOURCE_BRANCH_NAME') ?? read('CI_COMMIT_REF_NAME') ?? '',
    commit: read('CI_MERGE_REQUEST_SOURCE_BRANCH_SHA') ?? read('CI_COMMIT_SHA') ?? '',
    change: isChange
      ? {
          number: Number.isInteger(number) ? number : null,
          // The branch, not where the request began: an old commit may have had gates that let more through.
          base: targetBranch === undefined ? (read('CI_MERGE_REQUEST_DIFF_BASE_SHA') ?? null) : targetBranch,
          forkPoint: read('CI_MERGE_REQUEST_DIFF_BASE_SHA') ?? null,
          isFork: source !== undefined && target !== undefined && source !== target,
        }
      : null,
    mainBranch: main,
    page: jobPage(environment),
    root: read('CI_PROJECT_DIR') ?? '.',
    refusal: null,
  };
}

function kindOf(event: string, branch: string | undefined, main: string): JobKind {
  if (event === 'merge_request_event') return 'change';
  if (event === 'schedule') return 'nightly';
  return branch === main && ['push', 'web', 'api', 'trigger'].includes(event) ? 'main' : 'other';
}
