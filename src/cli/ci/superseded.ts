import type { CiJob } from '../../ci/job.ts';
import { changedPrompts } from '../../project/ci/changed-prompts.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import { findNewerTip } from './revisions.ts';

/**
 * Prompts that were changed again on the main branch since this job's commit, as when an old job is run once more: to
 * release them from here would take the newer text back.
 */
export async function supersededPrompts(
  project: Project,
  job: CiJob,
  names: readonly string[],
): Promise<{ names: string[]; tip: string | null }> {
  const tip = names.length === 0 ? null : await findNewerTip(job);
  if (tip === null) return { names: [], tip };
  const prompts = names.map((name) => findPrompt(project, name));
  const { changed } = await changedPrompts(project, prompts, tip);
  return { names: changed.map(({ prompt }) => prompt.name), tip };
}
