import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { ApiClient } from './api-client.ts';

/**
 * The address of the archive that this job uploaded for the merge request from which a commit came; null where there is
 * none. Only a pipeline of this very project about the very head that was merged counts: a fork could upload anything.
 *
 * @param project its id, or its path
 * @param job the name of the job
 * @throws ApiError
 */
export async function findJobArchive(
  client: ApiClient,
  project: string,
  commit: string,
  job: string,
): Promise<string | null> {
  const root = `/projects/${encodeURIComponent(project)}`;
  for (const request of await objects(client, `${root}/repository/commits/${commit}/merge_requests`)) {
    const isForked = request.source_project_id !== request.target_project_id;
    if (isForked || typeof request.iid !== 'number') continue;
    const pipelines = await objects(client, `${root}/merge_requests/${request.iid}/pipelines`);
    const own = pipelines
      .filter(({ sha }) => sha === request.sha)
      .sort((a, b) => Number(b.id) - Number(a.id));
    for (const pipeline of own) {
      const jobs = await objects(client, `${root}/pipelines/${Number(pipeline.id)}/jobs`);
      const found = jobs.find((each) => each.name === job && isJsonObject(each.artifacts_file));
      if (found) return `${root}/jobs/${Number(found.id)}/artifacts`;
    }
  }
  return null;
}

async function objects(client: ApiClient, path: string): Promise<JsonObject[]> {
  const body: Json | undefined = (await client.call('GET', path)).body;
  return Array.isArray(body) ? body.filter(isJsonObject) : [];
}
