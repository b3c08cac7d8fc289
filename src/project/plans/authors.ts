import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { MoveRecord } from '../../core/registry.ts';
import type { RunFile } from '../../core/run-file.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { readVersion } from '../../registry/versions.ts';
import type { OwnersPort } from '../../release/ports.ts';
import { git } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { loadDraft } from '../prompts/arms.ts';
import { releaseCommit } from './release-commit.ts';

/**
 * Who changed or published what would be released, by the names that owners go by. Of a draft: the authors and
 * co-authors of the commits to its file since the version that is live, at least of the newest, and who acts where it is
 * not committed.
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

/**
 * Commits since the version went live by its date, and since the commit that it was released from: one that was made
 * earlier on another branch has an older date.
 */
async function writersOf(
  project: Project,
  { file }: ResolvedPrompt,
  head: MoveRecord | null,
  actor: string,
): Promise<string[]> {
  const { root } = project.config;
  const log = (...which: string[]) => git(root, 'log', ...which, '--format=%x00%ae%n%B', '--', file);
  const live = head && (await readVersion(project.store, head.prompt, head.to.version));
  const commit = head && (await releaseCommit(project.store, head));
  const logs = await Promise.all([
    log('-1'),
    log(...(live ? [`--since=${live.at}`] : [])),
    ...(commit === null ? [] : [log(`${commit}..HEAD`)]),
  ]);
  const committed = logs.flatMap(writersIn);
  const changes = await git(root, 'status', '--porcelain', '--', file);
  return committed.length === 0 || changes !== '' ? [...committed, actor] : committed;
}

/**
 * The authors and co-authors of commits. Squashed commits keep the trailers of each in the middle of the message, so every
 * line counts that looks like one.
 *
 * @param log of each commit a NUL, the author's address on a line, and the message.
 */
export function writersIn(log: string): string[] {
  return log.split('\0').flatMap((commit) => {
    const [author = '', ...message] = commit.split('\n');
    const people = message.map((line) => /^\s*co-authored-by:\s*(.*)$/i.exec(line)?.[1]?.trim() ?? '');
    return [author, ...people.map((person) => /<([^<>]+)>/.exec(person)?.[1] ?? person)]
      .map((name) => name.trim())
      .filter((name) => name !== '');
  });
}
