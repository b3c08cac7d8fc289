import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { VersionRecord } from '../../core/registry.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import type { Project } from '../opening/open-project.ts';
import { identify } from '../owners/identity.ts';
import { loadDraft } from './arms.ts';
import { publishPrompt } from './publish-prompt.ts';

/** Makes the draft the next version; no alias moves. */
export async function publishDraft(
  project: Project,
  prompt: ResolvedPrompt,
  note: string | null,
): Promise<{ record: VersionRecord; created: boolean }> {
  const file = await loadDraft(project, prompt);
  const published = await publishPrompt(project.store, {
    prompt: prompt.name,
    digest: promptDigest(file),
    file,
    note: note ?? file['x-prompteval'].changelog ?? null,
    actor: (await identify(project)).name,
    at: new Date().toISOString(),
  });
  await project.settle();
  return published;
}
