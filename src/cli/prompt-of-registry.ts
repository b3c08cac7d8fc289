import { InputError } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import { findPrompt, type Project } from '../project/opening/open-project.ts';
import { listPublishedPrompts } from '../registry/published-prompts.ts';

/**
 * A prompt that has versions, also where the config no longer names it; else one of the config.
 *
 * @param problems of the config, for which it may leave a prompt out
 */
export async function promptOfRegistry(
  project: Project,
  name: string,
  problems: readonly Problem[],
): Promise<string> {
  const published = await listPublishedPrompts(project.store);
  if (published.includes(name)) return name;
  if (!project.config.prompts.has(name) && problems.length > 0) throw new InputError(problems);
  return findPrompt(project, name).name;
}
