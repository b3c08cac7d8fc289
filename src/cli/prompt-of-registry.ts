import { findPrompt, type Project } from '../project/opening/open-project.ts';
import { listPublishedPrompts } from '../registry/published-prompts.ts';

/** A prompt that has versions, also where the config no longer names it; else one of the config. */
export async function promptOfRegistry(project: Project, name: string): Promise<string> {
  const published = await listPublishedPrompts(project.store);
  return published.includes(name) ? name : findPrompt(project, name).name;
}
