import type { ResolvedPrompt } from '../config/resolved-config.ts';
import type { MoveRecord } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import { promptDigest } from '../prompts/prompt-digest.ts';
import { readVersion } from '../registry/versions.ts';
import type { OwnersPort } from '../release/ports.ts';
import { loadDraft } from './arms.ts';
import { git } from './circumstances.ts';
import type { Project } from './open-project.ts';

/**
 * Who changed or published what would be released, by the names that owners go by. Of a draft: the authors of the
 * commits to its file since the last move of the alias, at least of the newest, and who acts where it is not committed.
 */
export async function authorsOf(
  project: Project,
  prompt: ResolvedPrompt,
  candidate: RunFile['arms']['candidate'],
  head: MoveRecord | null,
  { owners, actor }: { owners: OwnersPort; actor: string },
): Promise<string[]> {
  const { version, digest } = candidate;
  const record = version === null ? undefined : await readVersion(project.store, prompt.name, version);
  const published = record === undefined ? [] : [record.actor];
  const written = (await isDraft(project, prompt, digest))
    ? await writersOf(project, prompt, head, actor)
    : [];
  const names = [...published, ...written].map((name) => owners.nameOf(name));
  return [...new Set(names.length === 0 ? [actor] : names)];
}

/** A version that was published from the file as it is has the authors of the file. */
async function isDraft(project: Project, prompt: ResolvedPrompt, digest: string): Promise<boolean> {
  const draft = await loadDraft(project, prompt).catch(() => null);
  return draft !== null && promptDigest(draft) === digest;
}

async function writersOf(
  { config }: Project,
  { file }: ResolvedPrompt,
  head: MoveRecord | null,
  actor: string,
): Promise<string[]> {
  const log = (...which: string[]) => git(config.root, 'log', ...which, '--format=%ae', '--', file);
  const since = head === null ? [] : [`--since=${head.at}`];
  const [newest, recent, changes] = await Promise.all([
    log('-1'),
    log(...since),
    git(config.root, 'status', '--porcelain', '--', file),
  ]);
  const committed = `${newest}\n${recent}`.split('\n').filter((email) => email !== '');
  return committed.length === 0 || changes !== '' ? [...committed, actor] : committed;
}
