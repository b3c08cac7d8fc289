import type { PromptFacts } from '../../ci/plan-job.ts';
import { secretsNeeded } from '../../project/models/secrets-needed.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import { readAlias } from '../../registry/aliases.ts';

/** Of the prompts that are named, or of all. @throws InputError for a name that is none. */
export async function promptFacts(project: Project, names: readonly string[]): Promise<PromptFacts[]> {
  const chosen = names.length > 0 ? [...new Set(names)] : [...project.config.prompts.keys()];
  return Promise.all(
    chosen.map(async (name) => {
      const prompt = findPrompt(project, name);
      // A draft that can't be read is no demonstration; the run itself says what is wrong with it.
      const isDemo = await secretsNeeded(project, prompt).then(
        (needed) => needed.isDemo,
        () => false,
      );
      const isLive = (await readAlias(project.store, name, 'stable')) !== null;
      return { name, isDemo, isLive };
    }),
  );
}
