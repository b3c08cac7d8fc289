import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { ConflictError, InputError, IntegrityError } from '../../core/errors.ts';
import type { StoredPlan } from '../../core/plan-record.ts';
import { readAlias } from '../../registry/aliases.ts';
import { listPlans } from '../../registry/plans.ts';
import { planChanges } from '../../release/plan-changes.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';
import { resolveCandidate } from '../prompts/arms.ts';
import { planNow } from './plan-now.ts';
import { planState } from './plan-standing.ts';

/** A plan that was not applied and still could be. */
export interface WaitingPlan {
  digest: string;
  alias: string;
  /** The version that the alias names; null where it names none. */
  from: number | null;
  /** `version` is null for a draft. */
  to: { version: number | null; digest: string };
  run: string;
  by: string;
  at: string;
  risk: string;
  approvals: { needed: number; given: { by: string; at: string }[] };
  /** Whether it could be applied now. */
  ready: boolean;
  /** In words; null where nothing is missing. */
  waitsFor: string | null;
}

/**
 * The plans of a prompt that wait for approvals or for somebody to apply them, the oldest first. Stale ones, and those
 * that were applied, are left out.
 *
 * @returns null where a mistake in the project's files keeps that from being said.
 */
export async function waitingPlans(project: Project, prompt: ResolvedPrompt): Promise<WaitingPlan[] | null> {
  const waiting: WaitingPlan[] = [];
  try {
    for (const stored of await mayWait(project, prompt.name)) {
      if (await isCurrent(project, prompt, stored)) waiting.push(await describePlan(project, stored));
    }
    return waiting;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** The plan that would make the draft what the alias names: one that could be applied now, or else the newest. */
export async function findPlanOfDraft(
  project: Project,
  prompt: ResolvedPrompt,
  alias = 'stable',
): Promise<WaitingPlan | null> {
  const { digest } = await resolveCandidate(project, prompt, undefined);
  const plans = (await waitingPlans(project, prompt)) ?? [];
  const own = plans.filter((plan) => plan.alias === alias && plan.to.digest === digest);
  return own.findLast(({ ready }) => ready) ?? own.at(-1) ?? null;
}

/** Those from before the alias last moved, and those whose run is too old, need no closer look. */
async function mayWait({ store, config }: Project, prompt: string): Promise<StoredPlan[]> {
  const found: StoredPlan[] = [];
  for (const stored of await listPlans(store, prompt)) {
    const { alias, from, evidence } = stored.plan;
    const age = Date.now() - Date.parse(evidence.finishedAt);
    if (age > config.maxRunAgeMs) continue;
    const head = await readAlias(store, prompt, alias);
    if ((head?.seq ?? 0) === (from?.seq ?? 0)) found.push(stored);
  }
  return found.sort((a, b) => Date.parse(a.plan.at) - Date.parse(b.plan.at));
}

/** A plan whose evidence is lost or damaged can't be applied either; `audit verify` names it. */
async function isCurrent(project: Project, prompt: ResolvedPrompt, stored: StoredPlan): Promise<boolean> {
  try {
    return planChanges(stored, (await planNow(project, prompt, stored)).now).length === 0;
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof ConflictError) return false;
    throw error;
  }
}

async function describePlan(project: Project, stored: StoredPlan): Promise<WaitingPlan> {
  const { digest, plan } = stored;
  const port = await openOwners(project);
  const parties = { port, owners: port.ownersOf(plan.prompt), promoter: null };
  const { standing, isReady, waitsFor } = await planState(project, stored, parties);
  return {
    digest,
    alias: plan.alias,
    from: plan.from?.version ?? null,
    to: { version: plan.to.version, digest: plan.to.digest },
    run: plan.evidence.run,
    by: plan.by,
    at: plan.at,
    risk: plan.risk,
    approvals: {
      needed: plan.approvals.needed,
      given: standing.counted.map(({ by, at }) => ({ by, at })),
    },
    ready: isReady,
    waitsFor,
  };
}
