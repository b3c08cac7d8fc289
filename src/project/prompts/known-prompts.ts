import type { Variable } from '../../core/prompt.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { readHeads } from '../../delivery/read-documents.ts';
import type { KnownPrompt } from '../../delivery/types-file.ts';
import { versionsFolder } from '../../registry/keys.ts';
import { listNumbers } from '../../registry/sequence.ts';
import { readLatestVersion, readVersion } from '../../registry/versions.ts';
import type { Project } from '../opening/open-project.ts';
import { loadDraft } from './arms.ts';

/**
 * Every prompt of the registry and of the config, by name, with the variables that an application must be ready to
 * fill in: those of every version that is live; where none is, those of the latest version, or of the draft.
 */
export async function knownPrompts(project: Project): Promise<KnownPrompt[]> {
  const { store, config } = project;
  const published = new Map((await readHeads(store)).map(({ prompt, heads }) => [prompt, heads]));
  const names = [...new Set([...published.keys(), ...config.prompts.keys()])].sort();
  return await Promise.all(
    names.map(async (prompt) => {
      const heads = published.get(prompt) ?? [];
      return {
        prompt,
        aliases: heads.map(({ alias }) => alias),
        versions: await listNumbers(store, versionsFolder(prompt)),
        variables: await variablesOf(project, prompt, heads),
      };
    }),
  );
}

async function variablesOf(
  project: Project,
  prompt: string,
  heads: readonly MoveRecord[],
): Promise<Record<string, Variable>[]> {
  const numbers = [...new Set(heads.map(({ to }) => to.version))];
  const live = await Promise.all(numbers.map((number) => readVersion(project.store, prompt, number)));
  const files = live.flatMap((version) => (version ? [version.file] : []));
  if (files.length === 0) {
    const latest = await readLatestVersion(project.store, prompt);
    const resolved = project.config.prompts.get(prompt);
    if (latest) files.push(latest.file);
    else if (resolved) files.push(await loadDraft(project, resolved));
  }
  return files.map((file) => file['x-prompteval'].variables);
}
