import type { Checkout } from '../../config/code/checkout.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { excerpt } from '../../core/text.ts';
import type { Project } from '../opening/open-project.ts';
import { atRevision, type Revision } from '../opening/revision.ts';
import { checkoutNow, checkoutThen } from './checkouts.ts';
import { changedTerms, type PromptTerms, promptTerms } from './prompt-terms.ts';
import { lostRecords } from './registry-records.ts';

/** A prompt of which something that its verdict depends on is not what it was. */
export interface ChangedPrompt {
  prompt: ResolvedPrompt;
  /** In words: `the prompt`, `the gates`. */
  changes: string[];
}

export interface ChangesSince {
  /** As it was named, with the commit that it names. */
  since: { name: string; commit: string };
  changed: ChangedPrompt[];
}

/**
 * Those of the prompts that are not what they were at a git revision. What can't be compared counts as changed.
 *
 * @throws InputError for a revision that is not there.
 */
export function changedPrompts(
  project: Project,
  prompts: readonly ResolvedPrompt[],
  since: string,
): Promise<ChangesSince> {
  return atRevision(project, '--since', since, async (revision) => {
    const changed: ChangedPrompt[] = [];
    const { name, commit } = revision;
    const checkout = await checkoutNow(project, revision);
    const checkoutOfThen = revision.project && (await checkoutThen(revision.project, revision));
    const lost = await lostRecords(project, revision);
    const ofRegistry = lost.length > 0 ? ['records of the registry'] : [];
    for (const prompt of prompts) {
      const now = await termsOrNot(project, prompt, checkout, "it can't be read");
      const terms = changesOf(await termsThen(revision, prompt.name, checkoutOfThen), now);
      const changes = [...terms, ...ofRegistry];
      if (changes.length > 0) changed.push({ prompt, changes });
    }
    return { since: { name, commit }, changed };
  });
}

function changesOf(then: PromptTerms | string, now: PromptTerms | string): string[] {
  if (typeof then === 'string') return [then];
  return typeof now === 'string' ? [now] : changedTerms(then, now);
}

async function termsThen(
  { project, missing, moved }: Revision,
  name: string,
  checkout: Checkout | null,
): Promise<PromptTerms | string> {
  if (project === null || checkout === null) return missing?.text ?? 'there is nothing';
  if (moved !== null) return `its config, which stood at ${excerpt(moved.from, 80)}`;
  const prompt = project.config.prompts.get(name);
  return prompt === undefined ? 'it is new' : termsOrNot(project, prompt, checkout, "it can't be read there");
}

/** What can't be read now is run, which says what is wrong with it. */
async function termsOrNot(
  project: Project,
  prompt: ResolvedPrompt,
  checkout: Checkout,
  otherwise: string,
): Promise<PromptTerms | string> {
  return promptTerms(project, prompt, checkout).catch(() => otherwise);
}
