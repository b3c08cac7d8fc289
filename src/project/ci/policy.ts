import { hash } from 'node:crypto';
import type { PromptPolicy, ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import type { ApprovalRecord } from '../../core/plan-record.ts';
import { newCases, type PolicyChange } from '../../core/policy.ts';
import { isEnough, standingOf } from '../../release/approvals.ts';
import { compareCases } from '../../release/case-changes.ts';
import { compareEvaluators } from '../../release/evaluator-changes.ts';
import { compareGates } from '../../release/gate-changes.ts';
import { compareSettings } from '../../release/setting-changes.ts';
import { lostLines } from '../cases/attempt-ledger.ts';
import { askedContent } from '../cases/case-digests.ts';
import { withImages } from '../cases/case-images.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import { countedVariables } from '../cases/next-attempt.ts';
import { modelsAsked } from '../models/secrets-needed.ts';
import type { Project } from '../opening/open-project.ts';
import { registryPlace } from '../opening/registry-place.ts';
import { atRevision, type Revision } from '../opening/revision.ts';
import { loadDraft } from '../prompts/arms.ts';
import { ImageFiles } from '../prompts/image-files.ts';
import type { AskedFor } from '../runs/asked-for.ts';
import { checkoutNow } from './checkouts.ts';
import { codeChanges } from './code-changes.ts';
import { evaluatorDigest } from './evaluator-digest.ts';
import { keyChanges, movedConfig } from './key-changes.ts';
import { draftAt, type PolicyApproval, policyApproval, waitWords } from './policy-approval.ts';
import { projectChanges, riskChanges } from './policy-settings.ts';
import { lostRecords, recordChanges } from './registry-records.ts';
import { returnChanges } from './removed-prompts.ts';

/** A revision as it was named, and where it is known already, the commit that it named then. */
export interface PolicySource {
  name: string;
  commit?: string;
  /** Default: the draft and what `stable` names, with the models of the config. */
  asked?: AskedOf | undefined;
}

/** What decides which models are asked. */
type AskedOf = Pick<AskedFor, 'alias' | 'candidate' | 'baseline' | 'models'>;

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
    ? await compare(project, prompt, then, before, { revision, asked })
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

interface ComparedWith {
  revision: Revision;
  asked: AskedOf;
}

/** A prompt that the protected branch does not have is asked with its keys all the same. */
async function compareNew(
  project: Project,
  prompt: ResolvedPrompt,
  { revision, asked }: ComparedWith,
): Promise<Compared> {
  const { project: then } = revision;
  const checkout = await checkoutNow(project, revision);
  const returned = then === null ? [] : await returnChanges(project, then, prompt, checkout);
  const models = await modelsUsed(project, prompt, asked);
  const ofKeys = [...movedConfig(revision), ...(await keyChanges(then, project, models, revision))];
  const ofRecords = recordChanges(await lostRecords(project, revision), revision.name);
  return { prompt, changes: [...returned, ...ofRecords, ...ofKeys], keyChanges: ofKeys, cases: null };
}

async function modelsUsed(project: Project, prompt: ResolvedPrompt, asked: AskedOf): Promise<string[]> {
  const named = (asked.models ?? []).filter((model) => model !== 'own');
  return [...new Set([...(await modelsAsked(project, prompt, asked)), ...named])];
}

interface Compared {
  prompt: ResolvedPrompt;
  changes: PolicyChange[];
  keyChanges: PolicyChange[];
  cases: PromptPolicy['cases'];
}

async function compare(
  project: Project,
  now: ResolvedPrompt,
  projectThen: Project,
  then: ResolvedPrompt,
  { revision, asked: askedOf }: ComparedWith,
): Promise<Compared> {
  const digested = (prompt: ResolvedPrompt) =>
    prompt.evaluators.map((evaluator) => ({ evaluator, digest: evaluatorDigest(evaluator) }));
  const gates = compareGates(then.gates, now.gates);
  const evaluators = compareEvaluators(digested(then), digested(now));
  const settings = compareSettings(then, now);
  const draft = await loadDraft(project, now);
  const asked = countedVariables(draft);
  const casesOf = async (of: Project, prompt: ResolvedPrompt) => {
    const loaded = await loadPromptDataset(of, prompt);
    return (await withImages(loaded, [draft], new ImageFiles(of.config.root))).dataset.cases;
  };
  const [casesThen, casesNow] = [await casesOf(projectThen, then), await casesOf(project, now)];
  const cases = compareCases(casesThen, casesNow, (item) => hash('sha256', askedContent(item, asked)));
  const { cluster, ...judging } = settings.settings;
  const { cluster: _, ...rest } = now;
  const prompt = {
    ...rest,
    ...judging,
    ...(cluster !== undefined && { cluster }),
    gates: gates.gates,
    evaluators: evaluators.evaluators,
  };
  const models = await modelsUsed(project, prompt, askedOf);
  const ofKeys = [...movedConfig(revision), ...(await keyChanges(projectThen, project, models, revision))];
  const changes = [
    ...gates.changes,
    ...evaluators.changes,
    ...(await codeChanges(projectThen, project, revision)),
    ...cases.changes,
    ...settings.changes,
    ...riskChanges(await draftAt(projectThen, then.name), draft),
    ...ofKeys,
    ...(await projectChanges(projectThen, project, now.name, models)),
    ...recordChanges(await lostRecords(project, revision), revision.name),
  ].sort((one, other) => Number(other.isLooser) - Number(one.isLooser));
  const isAsNow = cases.cases.every((item, index) => item === casesNow[index]);
  const isWhole = cases.cases.length === casesNow.length;
  return { prompt, changes, keyChanges: ofKeys, cases: isAsNow && isWhole ? null : cases.cases };
}
