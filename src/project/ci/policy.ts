import type { PromptPolicy, ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { ApprovalRecord } from '../../core/plan-record.ts';
import { newCases, type PolicyChange } from '../../core/policy.ts';
import { isEnough, standingOf } from '../../release/approvals.ts';
import { lostLines } from '../cases/attempt-ledger.ts';
import type { Project } from '../opening/open-project.ts';
import { registryPlace } from '../opening/registry-place.ts';
import { atRevision, type Revision } from '../opening/revision.ts';
import { type AskedOf, compareNew, compareTerms } from './compare-terms.ts';
import { type PolicyApproval, policyApproval, waitWords } from './policy-approval.ts';

/** A revision as it was named, and where it is known already, the commit that it named then. */
export interface PolicySource {
  name: string;
  commit?: string;
  /** Default: the draft and what `stable` names, with the models of the config. */
  asked?: AskedOf | undefined;
}

/**
 * The prompt as a protected branch wants it judged: by the gates, evaluators and cases there, and by those that are new here.
 * Without a source, the prompt as it is.
 *
 * @throws InputError for a revision that is not there, and where keys would go otherwise than there and nobody approved it.
 */
export function withPolicy<Result>(
  project: Project,
  prompt: ResolvedPrompt,
  source: PolicySource | undefined,
  use: (prompt: ResolvedPrompt) => Promise<Result>,
): Promise<Result> {
  if (source === undefined) return use(prompt);
  return atRevision(project, '--policy-from', source.commit ?? source.name, async (revision) => {
    const judged = await judgedAsAt(project, prompt, { ...revision, name: source.name }, source.asked);
    requireKeysInPlace(judged, source.name);
    return use(judged.prompt);
  });
}

/** An answer can be judged again; a key that was sent is gone. */
function requireKeysInPlace({ prompt, keyChanges: changes }: ProtectedPrompt, from: string): void {
  const waitsFor = prompt.policy?.waitsFor;
  if (changes.length === 0 || !waitsFor) return;
  const problems = changes.map(({ text }) => ({
    field: '--policy-from',
    message: `no model was asked. Compared with ${from}, ${text}`,
    hint: `Merge that by itself, or leave it out; else all that is looser waits for ${waitsFor}`,
  }));
  throw new InputError(problems);
}

/** A prompt under the terms of a revision, with what an approval of the looser changes takes. */
export interface ProtectedPrompt {
  prompt: ResolvedPrompt;
  /** null where nothing is looser. */
  approval: PolicyApproval | null;
  /** Those by which keys would go elsewhere than there. */
  keyChanges: PolicyChange[];
}

export async function judgedAsAt(
  project: Project,
  prompt: ResolvedPrompt,
  revision: Revision,
  asked: AskedOf = { alias: 'stable' },
): Promise<ProtectedPrompt> {
  const { name: from, commit } = revision;
  const before = revision.project?.config.prompts.get(prompt.name);
  if (revision.missing?.kind === 'unreadable') {
    const message = `the policy can't be taken from ${from}: ${revision.missing.text}`;
    throw new InputError({ field: '--policy-from', message });
  }
  const then = revision.project ?? withoutOwners(project);
  const compared = before
    ? await compareTerms(project, prompt, then, before, { revision, asked })
    : await compareNew(project, prompt, { revision, asked });
  const { keyChanges: ofKeys } = compared;
  // What is new there is judged by its own terms: there are no others yet.
  if (!before && compared.changes.length === 0) return { prompt, approval: null, keyChanges: [] };
  const approval = await policyApproval(project, then, prompt, revision, compared.changes);
  const standing = approval && standingOf(approval);
  const policy: PromptPolicy = {
    from,
    commit,
    changes: compared.changes,
    digest: approval?.digest ?? null,
    approvedBy: standing?.counted.map(({ by }: ApprovalRecord) => by) ?? [],
    waitsFor: approval && standing && !isEnough(standing) ? waitWords(approval, from) : null,
    cases: compared.cases,
    lostAttempts: await lostAttempts(project, then, prompt.name),
    ...(before && newCases(compared).size > 0 && { gates: before.gates.filter(({ enforced }) => enforced) }),
  };
  return { prompt: { ...compared.prompt, policy }, approval, keyChanges: ofKeys };
}

/** Of a project that is new as a whole: whoever adds it does not choose who may approve where its keys go. */
function withoutOwners(project: Project): Project {
  return { ...project, config: { ...project.config, owners: null } };
}

/** A ledger that is committed could be shortened by the change. One in a database is the same for both. */
async function lostAttempts(now: Project, then: Project, prompt: string): Promise<string[]> {
  if ([now, then].some(({ config }) => registryPlace(config).kind === 'postgres')) return [];
  const [ledger, other] = [await then.attempts(prompt).read(), await now.attempts(prompt).read()];
  return lostLines(ledger, other);
}
