import { ApiError, hideSecrets } from '../../ci/api-client.ts';
import { commentOf, removedComment, unchangedComment } from '../../ci/comment-text.ts';
import {
  type Comment,
  type CommentPlace,
  commentTrouble,
  findComment,
  type Posted,
  postComment,
  type WantedComment,
} from '../../ci/comments.ts';
import { createCheck } from '../../ci/github-checks.ts';
import { githubClient, githubComments } from '../../ci/github-comments.ts';
import { gitlabClient, gitlabNotes } from '../../ci/gitlab-notes.ts';
import { type CiJob, type Environment, variable } from '../../ci/job.ts';
import type { PromptOutcome } from '../../ci/prompt-outcome.ts';
import { type RemovedPrompt, removedWords } from '../../project/ci/removed-prompts.ts';
import { commentMarker } from '../../report/markdown.ts';
import type { Tokens } from './tokens.ts';

export interface ProjectPrompts {
  all: readonly string[];
  removed: readonly RemovedPrompt[];
}

/** Where this job's comments go; a sentence where they can't. null where there is no change to comment on. */
export function commentPlace(
  environment: Environment,
  { system, change }: Pick<CiJob, 'system' | 'change'>,
  tokens: Tokens,
): CommentPlace | string | null {
  if (change === null || change.number === null) return null;
  if (system === 'github') {
    const repository = variable(environment, 'GITHUB_REPOSITORY');
    if (tokens.github === undefined) return 'No comment: GITHUB_TOKEN is not set for this step';
    if (repository === undefined) return 'No comment: GITHUB_REPOSITORY is not set';
    const client = githubClient(environment, tokens.github);
    return client && githubComments(client, repository, change.number, tokens.github);
  }
  const project =
    variable(environment, 'CI_MERGE_REQUEST_PROJECT_ID') ?? variable(environment, 'CI_PROJECT_ID');
  if (tokens.gitlab === undefined) return 'No note: PROMPTEVAL_GITLAB_TOKEN is not set';
  if (project === undefined) return 'No note: CI_PROJECT_ID is not set';
  const client = gitlabClient(environment, tokens.gitlab);
  return client && gitlabNotes(client, project, change.number);
}

/**
 * One comment a prompt, updated where there is one. A verdict that is about nothing any more is taken back. What can't be
 * written is said and changes nothing about how the job ends.
 *
 * @param prompts all prompts of the project, and those that the change takes out of it.
 */
export async function comment(
  place: CommentPlace,
  job: Pick<CiJob, 'page'>,
  outcomes: readonly PromptOutcome[],
  prompts: ProjectPrompts,
  note: (text: string) => void,
): Promise<Posted[]> {
  let known: Comment[];
  try {
    known = await place.list();
  } catch (error) {
    note(commentTrouble(error, place));
    return [];
  }
  const posted: Posted[] = [];
  for (const wanted of wantedComments(job, outcomes, prompts, known)) {
    try {
      posted.push(await postComment(place, known, wanted));
    } catch (error) {
      note(commentTrouble(error, place));
      // What is true of one comment is true of all, unless its own text was the trouble.
      if (!(error instanceof ApiError) || error.status !== 422) break;
    }
  }
  return posted;
}

function wantedComments(
  job: Pick<CiJob, 'page'>,
  outcomes: readonly PromptOutcome[],
  { all, removed }: ProjectPrompts,
  known: readonly Comment[],
): WantedComment[] {
  const named = new Set(outcomes.map(({ prompt }) => prompt));
  const left = all.filter((prompt) => !named.has(prompt) && findComment(known, commentMarker(prompt)));
  return [
    ...outcomes.map((outcome) => commentOf(outcome, job)),
    ...left.map((prompt) => unchangedComment(prompt, job)),
    ...removed
      .filter(({ name, live }) => live !== null || findComment(known, commentMarker(name)))
      .map((prompt) => removedComment(prompt.name, removedWords(prompt), job)),
  ];
}

/** A check for each prompt that was evaluated. A job without that permission has its comments and its own result. */
export async function createChecks(
  environment: Environment,
  job: CiJob,
  outcomes: readonly PromptOutcome[],
  { github }: Tokens,
  note: (text: string) => void,
): Promise<void> {
  const client = githubClient(environment, github, { attempts: 2 });
  const repository = variable(environment, 'GITHUB_REPOSITORY');
  if (job.system !== 'github' || client === null || repository === undefined || job.commit === '') return;
  try {
    for (const outcome of outcomes) await createCheck(client, repository, job, outcome);
  } catch (error) {
    const said = hideSecrets(error instanceof Error ? error.message : String(error), [github ?? '']);
    note(`No check with the number in its title: ${said}. It needs \`permissions: checks: write\``);
  }
}
