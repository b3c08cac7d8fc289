import { ApiError } from './api-client.ts';

/** A comment under a change, as far as it matters here. */
export interface Comment {
  id: string;
  body: string;
  /** Whether this job's own account wrote it. What others wrote is never changed. */
  isOwn: boolean;
  url: string | null;
}

/** Where comments are kept: one pull request of GitHub, one merge request of GitLab. */
export interface CommentPlace {
  list(): Promise<Comment[]>;
  create(body: string): Promise<Comment>;
  update(id: string, body: string): Promise<Comment>;
  /** Longer with each attempt. */
  pause(attempt: number): Promise<void>;
  /** What to say where the token may not do it. */
  permission: string;
}

/** What is to stand there: one comment for each marker. */
export interface WantedComment {
  /** The last line of the comment, by which it is found again. */
  marker: string;
  body: string;
}

export interface Posted {
  marker: string;
  action: 'created' | 'updated' | 'unchanged';
  url: string | null;
}

/** The comment that ends with this marker. Inside of a text it may be a quotation, and proves nothing. */
export function findComment(comments: readonly Comment[], marker: string): Comment | undefined {
  return comments.find(({ body, isOwn }) => isOwn && body.trimEnd().endsWith(`\n${marker}`));
}

/** Times that one comment is tried to be created. */
const attempts = 3;

/**
 * Writes the comment, or brings the one that is there up to date. A server that fell over may have kept what it could not
 * acknowledge, and a second comment would stand there for good: so it is looked for before it is written again.
 */
export async function postComment(
  place: CommentPlace,
  known: readonly Comment[],
  { marker, body }: WantedComment,
): Promise<Posted> {
  let there = findComment(known, marker);
  for (let attempt = 1; there === undefined; attempt++) {
    try {
      return { marker, action: 'created', url: (await place.create(body)).url };
    } catch (error) {
      const isUnclear = error instanceof ApiError && (error.status >= 500 || error.status === 0);
      if (!isUnclear || attempt === attempts) throw error;
      await place.pause(attempt);
      there = findComment(await place.list(), marker);
    }
  }
  return updateComment(place, there, marker, body);
}

async function updateComment(
  place: CommentPlace,
  there: Comment,
  marker: string,
  body: string,
): Promise<Posted> {
  if (there.body.trimEnd() === body.trimEnd()) return { marker, action: 'unchanged', url: there.url };
  return { marker, action: 'updated', url: (await place.update(there.id, body)).url ?? there.url };
}

/** Why comments could not be written, and what to do; the gate decides without them. */
export function commentTrouble(error: unknown, { permission }: Pick<CommentPlace, 'permission'>): string {
  const said = error instanceof Error ? error.message : String(error);
  const status = error instanceof ApiError ? error.status : 0;
  if (status === 401) return `The token is not accepted, so there is no comment: ${said}`;
  if (status === 403) return `The token may not write comments: ${said}. ${permission}`;
  if (status === 404) return `The change was not found, or the token may not see it: ${said}. ${permission}`;
  if (status === 422) return `The comment was refused: ${said}`;
  return `There is no comment: ${said}`;
}
