import { isJsonObject, type JsonObject } from '../core/json.ts';
import { type Change, type CiJob, type Environment, type JobKind, variable } from './job.ts';
import { jobPage } from './job-page.ts';

/**
 * What GitHub Actions says of a job.
 *
 * @param payload the event's document, which GITHUB_EVENT_PATH names; null where there is none.
 * @param mainBranch where it is not the repository's default branch.
 */
export function githubJob(environment: Environment, payload: unknown, mainBranch?: string): CiJob {
  const read = (name: string) => variable(environment, name);
  const event = read('GITHUB_EVENT_NAME') ?? 'unknown';
  const document = isJsonObject(payload) ? payload : {};
  const main = mainBranch ?? textAt(document, 'repository', 'default_branch') ?? 'main';
  const ref = read('GITHUB_REF') ?? textAt(document, 'ref') ?? '';
  const change = changeOf(event, document, environment);
  return {
    system: 'github',
    kind: kindOf(event, ref, main, document),
    event,
    ref: read('GITHUB_HEAD_REF') ?? ref.replace(/^refs\/(heads|tags)\//, ''),
    commit: textAt(document, 'pull_request', 'head', 'sha') ?? read('GITHUB_SHA') ?? '',
    change,
    mainBranch: main,
    page: jobPage(environment),
    root: read('GITHUB_WORKSPACE') ?? '.',
    refusal: event === 'pull_request_target' ? targetRefusal : null,
  };
}

const targetRefusal =
  'pull_request_target runs with the secrets of the repository, and a config and its evaluators are code of the pull request: use the event pull_request';

function kindOf(event: string, ref: string, main: string, payload: JsonObject): JobKind {
  if (event === 'pull_request' && payload.action === 'closed') return 'other';
  if (event === 'pull_request' || event === 'merge_group') return 'change';
  if (event === 'schedule') return 'nightly';
  const isOnMain = ref === `refs/heads/${main}`;
  return isOnMain && (event === 'push' || event === 'workflow_dispatch') ? 'main' : 'other';
}

function changeOf(event: string, payload: JsonObject, environment: Environment): Change | null {
  if (event === 'merge_group') {
    const base = textAt(payload, 'merge_group', 'base_sha') ?? null;
    return { number: null, base, forkPoint: null, isFork: false };
  }
  if (event !== 'pull_request') return null;
  const pull = payload.pull_request;
  const number = isJsonObject(pull) && typeof pull.number === 'number' ? pull.number : payload.number;
  return {
    number: typeof number === 'number' ? number : numberInRef(variable(environment, 'GITHUB_REF')),
    base: textAt(payload, 'pull_request', 'base', 'sha') ?? variable(environment, 'GITHUB_BASE_REF') ?? null,
    forkPoint: null,
    isFork: isFromOutside(payload, environment),
  };
}

/** A fork's head may be gone (null); Dependabot's own branches get no secrets either. */
function isFromOutside(payload: JsonObject, environment: Environment): boolean {
  if (variable(environment, 'GITHUB_ACTOR') === 'dependabot[bot]') return true;
  const pull = payload.pull_request;
  if (!isJsonObject(pull) || !isJsonObject(pull.head)) return false;
  if (pull.head.repo === null) return true;
  const head = textAt(pull, 'head', 'repo', 'full_name');
  const base = textAt(pull, 'base', 'repo', 'full_name') ?? variable(environment, 'GITHUB_REPOSITORY');
  return head !== undefined && base !== undefined && head.toLowerCase() !== base.toLowerCase();
}

/** `refs/pull/12/merge` */
function numberInRef(ref = ''): number | null {
  const digits = /^refs\/pull\/(\d+)\//.exec(ref)?.[1];
  return digits === undefined ? null : Number(digits);
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  let at = value;
  for (const key of path) at = isJsonObject(at) ? at[key] : undefined;
  return typeof at === 'string' && at !== '' ? at : undefined;
}
