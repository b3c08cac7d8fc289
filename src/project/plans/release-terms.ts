import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError, RefusedError } from '../../core/errors.ts';
import type { Identity } from '../../core/identity.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { highestRisk, type PromptOwners, type RiskLevel } from '../../core/risk.ts';
import { readMoves } from '../../registry/aliases.ts';
import { freezeOf, frozenText } from '../../registry/freeze.ts';
import { readVersion } from '../../registry/versions.ts';
import { missingGates } from '../../release/mandatory-gates.ts';
import type { OwnersPort } from '../../release/ports.ts';
import { aliasBefore, pathObstacle } from '../../release/promotion-path.ts';
import { type Right, rightObstacle } from '../../release/rights.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';

/** On what terms a candidate may become an alias. */
export interface ReleaseTerms {
  /** The higher of the candidate's and the live version's: a draft can't lower what its own release takes. */
  risk: RiskLevel;
  port: OwnersPort;
  owners: PromptOwners | null;
  who: Identity;
}

export interface TermsSubject {
  alias: string;
  candidate: { digest: string; prompt: PromptFile };
  head: MoveRecord | null;
}

export async function releaseTerms(
  project: Project,
  prompt: ResolvedPrompt,
  { candidate, head }: Pick<TermsSubject, 'candidate' | 'head'>,
): Promise<ReleaseTerms> {
  const port = await openOwners(project);
  const risk = await riskOf(project, prompt, candidate.prompt, head);
  return { risk, port, owners: port.ownersOf(prompt.name), who: await port.identify() };
}

export async function riskOf(
  project: Project,
  prompt: Pick<ResolvedPrompt, 'name'>,
  candidate: PromptFile,
  head: MoveRecord | null,
): Promise<RiskLevel> {
  const live = head && (await readVersion(project.store, prompt.name, head.to.version));
  return highestRisk([candidate['x-prompteval'].risk, live?.file['x-prompteval'].risk]);
}

/**
 * What stands in the way of any release, before a model is asked.
 *
 * @throws InputError where the risk asks for gates or owners that are not there; RefusedError with every other reason.
 */
export async function requireReleasable(
  project: Project,
  prompt: ResolvedPrompt,
  subject: TermsSubject,
  terms: ReleaseTerms,
  right: Right = 'promote',
): Promise<void> {
  const problems = right === 'override' ? [] : riskProblems(project, prompt, subject.candidate.prompt, terms);
  if (problems.length > 0) throw new InputError(problems);
  const { alias, head } = subject;
  const freeze = await freezeOf(project.store, head);
  const reasons = [
    freeze ? frozenReason(freeze) : undefined,
    right === 'override' ? undefined : await pathReason(project, prompt, subject),
    rightObstacle(right, prompt.name, terms.who, terms.owners, terms.risk),
  ].filter((reason) => reason !== undefined);
  if (reasons.length === 0) return;
  const list = reasons.map((reason) => `${reason}.`).join(' ');
  throw new RefusedError(`${alias} of ${prompt.name} was not moved. ${list}`);
}

function frozenReason(freeze: MoveRecord): string {
  const { prompt, alias } = freeze;
  const option = alias === 'stable' ? '' : ` --alias ${alias}`;
  return `${frozenText(freeze).replace(/^it/, alias)}. Lift it with: prompteval unfreeze ${prompt}${option}`;
}

async function pathReason(
  { store }: Project,
  { name, path }: ResolvedPrompt,
  { alias, candidate }: TermsSubject,
): Promise<string | undefined> {
  const before = aliasBefore(path, alias);
  if (before === undefined) return undefined;
  return pathObstacle(candidate.digest, alias, before, await readMoves(store, name, before));
}

/** What the risk of a prompt asks for and is not there. */
export function riskProblems(
  project: Pick<Project, 'config' | 'display'>,
  prompt: ResolvedPrompt,
  candidate: PromptFile,
  { risk, owners, port }: Pick<ReleaseTerms, 'risk' | 'owners' | 'port'>,
): Problem[] {
  const { gates, approvals } = project.config.risk[risk];
  const file = project.display(project.config.file);
  const missing = missingGates(gates, { ...prompt, prompt: candidate }).map(({ message, hint }) => ({
    file,
    field: `prompts['${prompt.name}'].gates`,
    message: `${risk} risk: ${message}`,
    hint,
  }));
  if (!approvals.verified) return missing;
  const people = new Set(
    [...approvals.roles, ...approvals.including].flatMap((role) => owners?.[role] ?? []),
  );
  const unnamed = approvals.including.filter((role) => !owners?.[role].length);
  const verifiable = [...people].filter((name) => port.canBeVerified(name));
  if (owners !== null && unnamed.length === 0 && verifiable.length >= approvals.needed) return missing;
  const message =
    owners === null
      ? `${risk} risk takes approvals by named owners with verified identities, and there is no OWNERS.yml`
      : unnamed.length > 0
        ? `${risk} risk takes an approval by an owner of ${unnamed.join(' and ')}, and OWNERS.yml names nobody for ${prompt.name}`
        : `${risk} risk takes approvals by ${approvals.needed} people with a key or a CI identity, and OWNERS.yml names ${verifiable.length} who may`;
  return [
    ...missing,
    {
      file: owners === null ? file : 'OWNERS.yml',
      field: `prompts['${prompt.name}']`,
      message,
      hint: `Add OWNERS.yml with owners of ${[...new Set([...approvals.roles, ...approvals.including])].join(', ')} and their signing keys`,
    },
  ];
}
