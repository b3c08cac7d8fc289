import type { Checkout } from '../../config/code/checkout.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { digestOf } from '../../core/digest.ts';
import { InputError } from '../../core/errors.ts';
import type { PolicyChange } from '../../core/policy.ts';
import { listAliases, readAlias } from '../../registry/aliases.ts';
import type { Project } from '../opening/open-project.ts';
import { atRevision } from '../opening/revision.ts';
import { promptTerms } from './prompt-terms.ts';
import { type LostRecord, lostRecords, recordChanges } from './registry-records.ts';

/** A prompt of the protected branch that this checkout has no more. */
export interface RemovedPrompt {
  name: string;
  /** The version that `stable` names, or another alias; null where nothing was released. */
  live: number | null;
}

/** What a change takes out of the config, by a new name too: no run judges it any more, and what is live stays live. */
export function removedPrompts(project: Project, from: string): Promise<RemovedPrompt[]> {
  return atRevision(project, '--policy-from', from, async (revision) => {
    const then = revision.project;
    const names = [...(then?.config.prompts.keys() ?? [])];
    const gone = names.filter((name) => !project.config.prompts.has(name));
    if (gone.length > 0) requireRecordsKept(await lostRecords(project, revision), from);
    return Promise.all(gone.map(async (name) => ({ name, live: await liveVersion(project, then, name) })));
  });
}

/** Without its records nobody could tell any more that a prompt was live, and no run is left that would say so. */
function requireRecordsKept(lost: readonly LostRecord[], from: string): void {
  const [change] = recordChanges(lost, from);
  if (change === undefined) return;
  throw new InputError({
    field: '--policy-from',
    message: change.text,
    hint: 'The records of a prompt that is taken out of the config stay',
  });
}

/** One sentence each. */
export function removedWords({ name, live }: RemovedPrompt): string {
  const what = `${name} is not in the config any more`;
  if (live === null) return `${what}; nothing of it was released.`;
  return `${what}, by this change: v${live} stays live as it is, and nothing is evaluated. To bring it back takes an approval.`;
}

/**
 * What is live, and has no terms on the protected branch, was taken out there: whoever brings it back would choose alone by
 * what it is judged. Nothing for a prompt that is new.
 */
export async function returnChanges(
  project: Project,
  then: Project,
  prompt: ResolvedPrompt,
  checkout: Checkout,
): Promise<PolicyChange[]> {
  const live = await liveVersion(project, then, prompt.name);
  if (live === null) return [];
  const { prompt: _, ...terms } = await promptTerms(project, prompt, checkout);
  const text = `it is live as v${live} and not in the config there, so all that it is judged by is new`;
  return [{ kind: 'setting-looser', names: ['prompt'], text, isLooser: true, digest: digestOf(terms) }];
}

/** By any alias; a registry that is committed may have been changed on the branch, so both are asked. */
async function liveVersion(now: Project, then: Project | null, name: string): Promise<number | null> {
  for (const { store } of [then, now].filter((project) => project !== null)) {
    const aliases = await listAliases(store, name);
    const [alias] = aliases.includes('stable') ? ['stable'] : aliases;
    const move = alias === undefined ? null : await readAlias(store, name, alias);
    if (move !== null) return move.to.version;
  }
  return null;
}
