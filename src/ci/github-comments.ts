import { isJsonObject, type Json } from '../core/json.ts';
import { type ApiClient, type ApiOptions, createApiClient } from './api-client.ts';
import type { Comment, CommentPlace } from './comments.ts';
import { type Environment, variable } from './job.ts';

/** A client of GitHub's REST API with the job's token; null where there is none. */
export function githubClient(
  environment: Environment,
  token: string | undefined,
  changes: Pick<ApiOptions, 'wait' | 'attempts'> = {},
): ApiClient | null {
  if (token === undefined) return null;
  return createApiClient({
    base: variable(environment, 'GITHUB_API_URL') ?? 'https://api.github.com',
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'prompteval',
    },
    secrets: [token],
    ...changes,
  });
}

/**
 * The comments of a pull request, which GitHub keeps as those of an issue.
 *
 * @param repository `owner/name`
 */
export function githubComments(
  client: ApiClient,
  repository: string,
  number: number,
  token: string,
): CommentPlace {
  const issue = `/repos/${repository}/issues`;
  let login: Promise<string | null> | undefined;
  /** Asked once, and only where a person's token could have written a comment. */
  const ownLogin = () => {
    login ??= client.call('GET', '/user').then(
      ({ body }) => (isJsonObject(body) && typeof body.login === 'string' ? body.login : null),
      () => null,
    );
    return login;
  };
  const comment = async (value: Json | undefined): Promise<Comment> => {
    const entry = isJsonObject(value) ? value : {};
    return {
      id: String(entry.id ?? ''),
      body: typeof entry.body === 'string' ? entry.body : '',
      isOwn: await isOwn(entry.user, token, ownLogin),
      url: typeof entry.html_url === 'string' ? entry.html_url : null,
    };
  };
  return {
    pause: (attempt) => client.pause(attempt),
    permission: 'Give the job `permissions: pull-requests: write`',
    async list() {
      const entries = await client.list(`${issue}/${number}/comments?per_page=100`);
      const ours = entries.filter((entry) => isJsonObject(entry) && hasMarker(entry.body));
      return Promise.all(ours.map(comment));
    },
    create: async (body) =>
      comment((await client.call('POST', `${issue}/${number}/comments`, { body })).body),
    update: async (id, body) =>
      comment((await client.call('PATCH', `${issue}/comments/${encodeURIComponent(id)}`, { body })).body),
  };
}

function hasMarker(body: Json | undefined): boolean {
  return typeof body === 'string' && body.includes('<!-- prompteval:');
}

/** A job's own token (`ghs_…`) writes as a bot; a person's comment with our marker is not ours to change. */
async function isOwn(
  user: Json | undefined,
  token: string,
  ownLogin: () => Promise<string | null>,
): Promise<boolean> {
  if (!isJsonObject(user) || typeof user.login !== 'string') return true;
  if (user.type === 'Bot' || user.login.endsWith('[bot]')) return true;
  if (token.startsWith('ghs_')) return false;
  const own = await ownLogin();
  return own === null || own === user.login;
}
