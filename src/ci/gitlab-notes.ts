import { isJsonObject, type Json } from '../core/json.ts';
import { type ApiClient, type ApiOptions, createApiClient } from './api-client.ts';
import type { Comment, CommentPlace } from './comments.ts';
import { type Environment, variable } from './job.ts';

/** A client of GitLab's REST API; null where there is no token. The job's own CI_JOB_TOKEN may not write notes. */
export function gitlabClient(
  environment: Environment,
  token: string | undefined,
  changes: Pick<ApiOptions, 'wait' | 'attempts'> = {},
): ApiClient | null {
  if (token === undefined) return null;
  const server = variable(environment, 'CI_SERVER_URL') ?? 'https://gitlab.com';
  return createApiClient({
    base: variable(environment, 'CI_API_V4_URL') ?? `${server}/api/v4`,
    headers: { 'private-token': token, 'user-agent': 'prompteval' },
    secrets: [token],
    ...changes,
  });
}

/** The notes of a merge request. @param project its id, or its path */
export function gitlabNotes(client: ApiClient, project: string, number: number): CommentPlace {
  const request = `/projects/${encodeURIComponent(project)}/merge_requests/${number}`;
  let author: Promise<Json | undefined> | undefined;
  const ownId = () => {
    author ??= client.call('GET', '/user').then(
      ({ body }) => (isJsonObject(body) ? body.id : undefined),
      () => undefined,
    );
    return author;
  };
  const note = async (value: Json | undefined): Promise<Comment> => {
    const entry = isJsonObject(value) ? value : {};
    const writer = isJsonObject(entry.author) ? entry.author.id : undefined;
    const own = writer === undefined ? undefined : await ownId();
    return {
      id: String(entry.id ?? ''),
      body: typeof entry.body === 'string' ? entry.body : '',
      isOwn: entry.system !== true && (own === undefined || own === writer),
      url: null,
    };
  };
  return {
    pause: (attempt) => client.pause(attempt),
    permission:
      'Put a project access token with the role Reporter and the scope api into PROMPTEVAL_GITLAB_TOKEN',
    async list() {
      const entries = await client.list(`${request}/notes?per_page=100&sort=asc&order_by=created_at`);
      const ours = entries.filter(
        (entry) =>
          isJsonObject(entry) && typeof entry.body === 'string' && entry.body.includes('<!-- prompteval:'),
      );
      return Promise.all(ours.map(note));
    },
    create: async (body) => note((await client.call('POST', `${request}/notes`, { body })).body),
    update: async (id, body) =>
      note((await client.call('PUT', `${request}/notes/${encodeURIComponent(id)}`, { body })).body),
  };
}
