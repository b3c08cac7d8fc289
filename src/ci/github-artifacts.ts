import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { ApiClient } from './api-client.ts';

/** How a job names the runs that it uploads: by the commit that its author pushed. */
export function artifactName(commit: string): string {
  return `prompteval-${commit}`;
}

/**
 * The address of the archive with the runs of the pull request from which a commit of the main branch came; null where
 * there is none. Only what a job of this very repository made about the very head that was merged is taken: a fork could
 * upload anything.
 *
 * @throws ApiError
 */
export async function findArtifact(
  client: ApiClient,
  repository: string,
  commit: string,
): Promise<string | null> {
  const pulls = (await client.call('GET', `/repos/${repository}/commits/${commit}/pulls`)).body;
  for (const pull of Array.isArray(pulls) ? pulls.filter(isJsonObject) : []) {
    const head = isJsonObject(pull.head) ? pull.head.sha : undefined;
    if (typeof head !== 'string' || !/^[0-9a-f]{40,64}$/i.test(head)) continue;
    const path = `/repos/${repository}/actions/artifacts?per_page=100&name=${artifactName(head)}`;
    const { body } = await client.call('GET', path);
    const listed =
      isJsonObject(body) && Array.isArray(body.artifacts) ? body.artifacts.filter(isJsonObject) : [];
    const [newest] = listed.filter((entry) => isOwn(entry, head)).sort(newestFirst);
    if (newest !== undefined) return `/repos/${repository}/actions/artifacts/${String(newest.id)}/zip`;
  }
  return null;
}

function isOwn({ expired, workflow_run: run }: JsonObject, head: string): boolean {
  return (
    expired !== true &&
    isJsonObject(run) &&
    run.head_sha === head &&
    run.head_repository_id !== undefined &&
    run.head_repository_id === run.repository_id
  );
}

function newestFirst(a: JsonObject, b: JsonObject): number {
  const time = (value: Json | undefined) => (typeof value === 'string' ? Date.parse(value) : 0);
  return time(b.created_at) - time(a.created_at);
}
