import { isInside } from '../../config/code/paths.ts';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { looserChanges, type PolicyChange } from '../../core/policy.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { highestRisk } from '../../core/risk.ts';
import { readAlias } from '../../registry/aliases.ts';
import { policyDigest } from '../../registry/policy-record.ts';
import { type ApprovalInput, type ApprovedPlan, waitsFor } from '../../release/approvals.ts';
import { approvalsNeeded } from '../../release/make-plan.ts';
import type { OwnersPort } from '../../release/ports.ts';
import { findClaim, git } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import type { Revision } from '../opening/revision.ts';
import { openOwners } from '../owners/open-owners.ts';
import { writersIn } from '../plans/authors.ts';
import { approvalInput } from '../plans/plan-standing.ts';
import { notRecords } from '../plans/record-paths.ts';
import { riskOf } from '../plans/release-terms.ts';
import { loadDraft } from '../prompts/arms.ts';

type Place = Pick<Revision, 'top' | 'commit' | 'place'>;

/** Whose approval of looser changes counts, and of which. */
export interface PolicyApproval extends ApprovalInput {
  digest: string;
  port: OwnersPort;
}

/** Who may approve is the protected branch's matter too. */
export async function policyApproval(
  project: Project,
  projectThen: Project,
  prompt: ResolvedPrompt,
  revision: Place,
  changes: readonly PolicyChange[],
): Promise<PolicyApproval | null> {
  const looser = looserChanges(changes);
  if (looser.length === 0) return null;
  const { identity } = projectThen.config;
  const config = { ...project.config, identity };
  const port = await openOwners({ ...project, config, ownersFrom: projectThen });
  const owners = port.ownersOf(prompt.name);
  const draft = await loadDraft(project, prompt);
  const head = await readAlias(project.store, prompt.name, 'stable');
  const draftThen = await draftAt(projectThen, prompt.name);
  const risk = highestRisk([await riskOf(project, prompt, draft, head), draftThen?.['x-prompteval'].risk]);
  const authors = (await authorsSince(projectThen, revision)).map((name) => port.nameOf(name));
  const plan: ApprovedPlan = {
    prompt: prompt.name,
    authors: [...new Set(authors)],
    by: authors[0] ?? 'nobody',
    approvals: approvalsNeeded(projectThen.config.risk, risk, 'inconclusive'),
    risk,
  };
  const digest = policyDigest(prompt.name, looser);
  const input = await approvalInput(project, { digest, plan }, { port, owners, promoter: null });
  return { ...input, digest, port };
}

/** The prompt's file as the protected branch has it; null where it has none that can be read. */
export async function draftAt(then: Project, name: string): Promise<PromptFile | null> {
  const prompt = then.config.prompts.get(name);
  return prompt === undefined ? null : loadDraft(then, prompt).catch(() => null);
}

/**
 * Of every commit since the protected branch, and of what is not committed. Who commits an approval wrote nothing of it; where
 * approvals are kept is the protected branch's matter.
 */
async function authorsSince({ config }: Project, { commit, top, place }: Place): Promise<string[]> {
  const paths = notRecords(config, isInside(place.tree, config.root) ? place.tree : top);
  const log = await git(top, 'log', `${commit}..HEAD`, '--format=%x00%ae%n%B', ...paths);
  const committed = writersIn(log);
  const isClean = committed.length > 0 && (await git(top, 'status', '--porcelain', '-uall', ...paths)) === '';
  return isClean ? committed : [...committed, (await findClaim(top)).name];
}

/** Whom the changes wait for, with the command. */
export function waitWords(approval: PolicyApproval, from: string): string {
  const { plan } = approval;
  const digest = approval.digest.replace('sha256:', '').slice(0, 12);
  const command = `prompteval approve ${plan.prompt} --policy-from ${from} --plan ${digest}`;
  return `${waitsFor(approval) ?? 'nobody'} (${command})`;
}
