import { describe, expect, it } from 'vitest';
import { commentTrouble, findComment, postComment } from '../../src/ci/comments.ts';
import { githubClient, githubComments } from '../../src/ci/github-comments.ts';
import { gitlabClient, gitlabNotes } from '../../src/ci/gitlab-notes.ts';
import { type ForgeComment, type ForgeServer, startForgeServer } from '../support/forge-server.ts';

const marker = '<!-- prompteval:triage -->';
const wanted = { marker, body: `## New\n\n${marker}\n` };
const bot = { login: 'github-actions[bot]', type: 'Bot' };
const mallory = { login: 'mallory', type: 'User' };

function githubPlace({ url }: ForgeServer, waits: number[], token = 'ghs_token') {
  const client = githubClient({ GITHUB_API_URL: url }, token, { wait: async (ms) => void waits.push(ms) });
  if (client === null) throw new Error('there is a token');
  return githubComments(client, 'o/r', 7, token);
}

async function post(comments: ForgeComment[] = [], prepare?: (server: ForgeServer) => void) {
  const server = await startForgeServer(comments);
  prepare?.(server);
  const waits: number[] = [];
  const place = githubPlace(server, waits);
  const result = await postComment(place, await place.list(), wanted).catch((error: unknown) => error);
  return { server, waits, place, result };
}

describe('the comment of a prompt', () => {
  it('is created where there is none, and found on whatever page it is', async () => {
    const others = Array.from({ length: 5 }, (_, index) => ({ id: index + 1, body: 'x', user: mallory }));
    const { server, place, result } = await post(others);
    expect(result).toMatchObject({ action: 'created', url: expect.stringContaining('#issuecomment-106') });
    const again = { marker, body: `## Newer\n\n${marker}\n` };
    expect(await postComment(place, await place.list(), again)).toMatchObject({ action: 'updated' });
    expect(await postComment(place, await place.list(), again)).toMatchObject({ action: 'unchanged' });
    expect(server.comments).toHaveLength(6);
    expect(server.comments.at(-1)?.body).toBe(again.body);
    expect(server.sent('GET', '&page=3')).toHaveLength(3);
  });

  it('is not what a person wrote, nor one that only quotes the marker, nor another prompt’s', async () => {
    const comments = [
      { id: 1, body: `mine\n${marker}`, user: mallory },
      { id: 2, body: `${marker}\nand more`, user: bot },
      { id: 3, body: 'x\n<!-- prompteval:triage-2 -->', user: bot },
      { id: 4, body: marker, user: bot },
    ];
    const { server, result } = await post(structuredClone(comments));
    expect(result).toMatchObject({ action: 'created' });
    expect(server.comments.slice(0, 4)).toEqual(comments);
  });

  it('is a person’s own where a person’s token wrote it', async () => {
    const server = await startForgeServer([{ id: 1, body: `x\n${marker}`, user: mallory }]);
    server.answers.set('/user', { login: 'mallory' });
    expect(findComment(await githubPlace(server, [], 'github_pat_x').list(), marker)?.id).toBe('1');
    server.answers.set('/user', { login: 'mia' });
    expect(findComment(await githubPlace(server, [], 'github_pat_x').list(), marker)).toBeUndefined();
  });

  it('is not doubled by a server that kept it and then fell over', async () => {
    const kept = { method: 'POST', status: 502, keep: true };
    const { server, waits, result } = await post([], ({ refusals }) => {
      refusals.push(kept);
    });
    expect(result).toMatchObject({ action: 'unchanged' });
    expect(server.comments).toHaveLength(1);
    expect(server.sent('POST')).toHaveLength(1);
    expect(waits).toEqual([500]);
  });

  it('is written again where the server had not kept it', async () => {
    const { server, waits, result } = await post([], ({ refusals }) => {
      refusals.push({ method: 'POST', status: 500 }, { method: 'POST', status: 503 });
    });
    expect(result).toMatchObject({ action: 'created' });
    expect([server.comments.length, waits]).toEqual([1, [500, 1000]]);
  });

  it('waits for a secondary limit as long as it is asked to', async () => {
    const body = { message: 'You have exceeded a secondary rate limit' };
    const { server, waits, result } = await post([], ({ refusals }) => {
      refusals.push({ method: 'POST', status: 403, body, headers: { 'retry-after': '2' } });
      refusals.push({ method: 'POST', status: 429, body });
    });
    expect(result).toMatchObject({ action: 'created' });
    expect(waits).toEqual([2000, 60_000]);
    expect(server.comments).toHaveLength(1);
  });

  it.each<[number, string, string]>([
    [403, 'Resource not accessible by integration', 'permissions: pull-requests: write'],
    [422, 'Validation Failed', 'The comment was refused'],
    [404, 'Not Found', 'the token may not see it'],
    [401, 'Bad credentials', 'The token is not accepted'],
  ])('that is refused with %i says what to do', async (status, message, says) => {
    const { server, place, result } = await post([], ({ refusals }) => {
      refusals.push({ method: 'POST', status, body: { message } });
    });
    expect(commentTrouble(result, place)).toContain(says);
    expect(commentTrouble(result, place)).toContain(message);
    expect(server.sent('POST')).toHaveLength(1);
  });
});

it('the note of a merge request is found, created and updated through GitLab’s API', async () => {
  const server = await startForgeServer([
    { id: 1, body: 'x' },
    { id: 2, body: 'y' },
    { id: 3, body: `old\n${marker}` },
  ]);
  const client = gitlabClient({ CI_API_V4_URL: `${server.url}/api/v4` }, 'glpat-token');
  if (client === null) throw new Error('there is a token');
  const place = gitlabNotes(client, 'group/app', 7);
  expect(await postComment(place, await place.list(), wanted)).toMatchObject({ action: 'updated' });
  const other = { marker: '<!-- prompteval:b -->', body: 'b\n<!-- prompteval:b -->' };
  expect(await postComment(place, await place.list(), other)).toMatchObject({ action: 'created' });
  expect(server.comments.map(({ body }) => body)).toEqual(['x', 'y', wanted.body, other.body]);
  expect(server.sent('PUT').map(({ path }) => path)).toEqual([
    '/api/v4/projects/group%2Fapp/merge_requests/7/notes/3',
  ]);
  expect(server.requests.every(({ headers }) => headers['private-token'] === 'glpat-token')).toBe(true);
});
