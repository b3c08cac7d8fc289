import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommentPlace } from '../../ci/comments.ts';
import { type CiJob, type Environment, variable } from '../../ci/job.ts';
import type { JobPlan, PromptFacts } from '../../ci/plan-job.ts';
import { changedPrompts } from '../../project/ci/changed-prompts.ts';
import { secretsNeeded } from '../../project/models/secrets-needed.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import { losesMovesOfJobs, type RegistryPlace, registryPlace } from '../../project/opening/registry-place.ts';
import { committedRuns, findEarlierRun } from '../../project/release/earlier-run.ts';
import { nothingToRelease } from '../../project/release/release.ts';
import { ciPaths, registryBranch } from '../../starter/ci-files.ts';
import { variablesOf } from '../../webhooks/variables.ts';
import { committedRunWords } from './committed-evidence.ts';
import { findRevisions } from './revisions.ts';
import type { Tokens } from './tokens.ts';

/** What a job would do, in lines under a heading each, and what it lacks. */
export interface CheckedJob {
  job: Pick<CiJob, 'system' | 'kind' | 'event' | 'ref' | 'commit'> | null;
  says: Record<string, string[]>;
  /** Whether each variable is set; never what to. */
  secrets: Record<string, boolean>;
  missing: string[];
  /** Whether the job that releases would throw its moves away; without a job that of the main branch is judged. */
  losesMoves: boolean;
}

export interface CheckInput {
  project: Project;
  environment: Environment;
  job: CiJob | null;
  plan: JobPlan | null;
  facts: readonly PromptFacts[];
  tokens: Tokens;
  place: CommentPlace | string | null;
}

export async function checkJob(input: CheckInput): Promise<CheckedJob> {
  const { job, plan } = input;
  const { models, secrets, missing } = await needs(input);
  const place = registryPlace(input.project.config);
  const registry = registryWords(place, input.project);
  const losesMoves = (job === null || job.kind === 'main') && losesMovesOfJobs(place);
  if (losesMoves) missing.push(lossWords(input.project, place, job));
  const comment = commentWords(input, missing);
  if (job?.refusal) missing.push(job.refusal);
  return {
    job: job && pick(job),
    says: {
      Would: plan === null || job === null ? withoutJob(input) : await wouldDo(input, job, plan),
      Comment: comment,
      Models: models,
      Secrets: Object.entries(secrets).map(([name, isSet]) => `${name} is ${isSet ? 'set' : 'not set'}`),
      Registry: [registry],
    },
    secrets,
    missing,
    losesMoves,
  };
}

function pick({ system, kind, event, ref, commit }: CiJob) {
  return { system, kind, event, ref, commit };
}

function withoutJob({ facts, project }: CheckInput): string[] {
  const names = facts.map(({ name }) => name).join(', ');
  const workflow = Object.values(ciPaths).find((path) => existsSync(join(project.config.root, path)));
  return [
    `on a pull request: run what it changed of ${names}`,
    `on the main branch: release ${names}`,
    'at night: ask for drift of what is live',
    workflow === undefined ? 'no workflow is here: prompteval init --ci github' : `by ${workflow}`,
  ];
}

async function wouldDo(input: CheckInput, job: CiJob, plan: JobPlan): Promise<string[]> {
  const lines = [...plan.says];
  if (plan.validate) lines.push('validate everything, without a call');
  if (plan.run.length > 0) lines.push(...(await wouldRun(input, job, plan.run)));
  for (const name of plan.release) lines.push(await wouldRelease(input.project, name));
  if (plan.drift.length > 0) lines.push(`drift of ${plan.drift.join(', ')}`);
  return lines;
}

async function wouldRun({ project }: CheckInput, job: CiJob, names: readonly string[]): Promise<string[]> {
  const { since, policy } = await findRevisions(job);
  if (since === null) return [`run ${names.join(', ')}: what changed can't be told, so all of them`];
  const prompts = names.map((name) => findPrompt(project, name));
  const { changed } = await changedPrompts(project, prompts, since);
  const from = policy === null ? '' : `, judged by the policy of ${policy.slice(0, 12)}`;
  if (changed.length === 0) return [`run nothing: nothing changed since ${since.slice(0, 12)}`];
  return changed.map(({ prompt, changes }) => `run ${prompt.name} (${changes.join(', ')})${from}`);
}

async function wouldRelease(project: Project, name: string): Promise<string> {
  const prompt = findPrompt(project, name);
  try {
    const nothing = await nothingToRelease(project, prompt, { alias: 'stable' });
    if (nothing) return `release ${name}: nothing, stable is v${nothing.stable} already`;
    const committed = await committedRuns(project, name);
    const isCommitted = ({ id }: { id: string }) => committed.some((run) => run.id === id);
    const earlier = await findEarlierRun(project, prompt, 'stable', isCommitted);
    if (earlier?.stale.length === 0) return `release ${name} by run ${earlier.id}, without a model call`;
    const left =
      committed.length === 0
        ? ''
        : `. ${committedRunWords(committed.map(({ path }) => project.display(path)))}`;
    return `release ${name} by a new run, unless the merged change brought one along${left}`;
  } catch (error) {
    return `release ${name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function needs({ project, environment, facts, job, tokens }: CheckInput) {
  const secrets: Record<string, boolean> = {};
  const missing: string[] = [];
  const models = new Set<string>();
  for (const { name } of facts) {
    const needed = await secretsNeeded(project, findPrompt(project, name)).catch(() => null);
    if (needed === null) missing.push(`${name} can't be read: prompteval validate says why`);
    for (const model of needed?.models ?? []) models.add(model);
    for (const choice of needed?.variables ?? []) {
      const set = choice.find((key) => variable(environment, key) !== undefined);
      secrets[set ?? choice[0] ?? ''] = set !== undefined;
      const lack = choice.length > 1 ? `none of ${choice.join(', ')} is set` : `${choice.join()} is not set`;
      if (set === undefined && !job?.change?.isFork) missing.push(`${lack}, so ${name} can't be evaluated`);
    }
  }
  for (const { name } of project.config.webhooks.flatMap(variablesOf)) {
    secrets[name] = variable(environment, name) !== undefined;
    if (!secrets[name]) missing.push(`${name} is not set, so a webhook is not told`);
  }
  if (job?.system === 'github') secrets.GITHUB_TOKEN = tokens.github !== undefined;
  if (job?.system === 'gitlab') secrets.PROMPTEVAL_GITLAB_TOKEN = tokens.gitlab !== undefined;
  return { models: [[...models].sort().join(', ') || 'none'], secrets, missing: [...new Set(missing)] };
}

function commentWords({ job, place, environment }: CheckInput, missing: string[]): string[] {
  if (job === null) return ['one for each prompt, under the pull request or merge request'];
  if (job.change === null) return ['none: this is no pull request or merge request'];
  if (job.change.number === null) return ['none: a merge queue has no comments'];
  if (typeof place === 'string') {
    missing.push(place);
    return ['none'];
  }
  const project =
    variable(environment, job.system === 'github' ? 'GITHUB_REPOSITORY' : 'CI_PROJECT_PATH') ?? '?';
  const sign = job.system === 'github' ? '#' : '!';
  return [`one for each prompt, under ${project}${sign}${job.change.number}, updated in place`];
}

function registryWords({ kind, git, address }: RegistryPlace, project: Project): string {
  if (kind === 'postgres') return 'PostgreSQL';
  if (git) return `branch ${git.branch} of ${git.remote}: a move is one commit there, pushed at once`;
  return `the folder ${project.display(address)}`;
}

/** A move that stays in the checkout of a job is lost with it. */
function lossWords(project: Project, { address }: RegistryPlace, job: CiJob | null): string {
  const checkout = job === null ? 'the checkout: in a job of the main branch' : 'this checkout:';
  return `the registry is the folder ${project.display(address)} of ${checkout} a move is lost unless a later step commits and pushes it; let it leave the job with registry: { git: { branch: '${registryBranch}' } } in the config, or PostgreSQL`;
}
