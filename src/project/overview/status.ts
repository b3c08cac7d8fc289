import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError, IntegrityError } from '../../core/errors.ts';
import type { Incident } from '../../core/incident.ts';
import type { Store } from '../../core/registry.ts';
import { promptDigest } from '../../prompts/prompt-digest.ts';
import { listAliases, readHead } from '../../registry/aliases.ts';
import { freezeOf, placingMove } from '../../registry/freeze.ts';
import { numberedKey, versionsFolder } from '../../registry/keys.ts';
import { readReview } from '../../registry/reviews.ts';
import { readLatestVersion, readVersion } from '../../registry/versions.ts';
import type { Project } from '../opening/open-project.ts';
import { listIncidents } from '../owners/incidents.ts';
import { type WaitingPlan, waitingPlans } from '../plans/waiting-plans.ts';
import { loadDraft } from '../prompts/arms.ts';

/** What `status --json` prints. */
export interface PromptStatus {
  prompt: string;
  aliases: Record<
    string,
    {
      version: number;
      digest: string;
      seq: number;
      since: string;
      by: string;
      /** The run that it rests on; null for a rollback. */
      run: string | null;
      /** How many candidates had been tried against its cases, this one included; null where that is not known. */
      attempt: number | null;
      kind: string;
      /** Who approved that move. */
      approvedBy: string[];
      reason: string | null;
      /** Only where it is: nothing is promoted until it is unfrozen. */
      frozen?: { by: string; since: string; reason: string | null };
      /** Only where what is live went live by an override: who reviewed that, null as long as nobody did. */
      reviewedBy?: string | null;
      /** Only where what is live was not proven: who accepted that. */
      acceptedBy?: string[];
    }
  >;
  latest: number | null;
  /** Those that are open, the oldest first. */
  incidents: Incident[];
  /** Those that were not applied and still could be, the oldest first; null where a mistake in a file hides them. */
  plans: WaitingPlan[] | null;
  /** null where the file has mistakes: what is live must be seen even then. */
  draft: { digest: string; changed: boolean } | null;
}

export async function promptStatus(project: Project, prompt: ResolvedPrompt): Promise<PromptStatus> {
  const aliases: PromptStatus['aliases'] = {};
  for (const alias of await listAliases(project.store, prompt.name)) {
    const live = await aliasStatus(project.store, prompt.name, alias);
    if (live !== null) aliases[alias] = live;
  }
  const latest = await readLatestVersion(project.store, prompt.name);
  const incidents = await listIncidents(project, prompt.name);
  const draft = await draftDigest(project, prompt);
  return {
    prompt: prompt.name,
    aliases,
    latest: latest?.version ?? null,
    incidents: incidents.filter((incident) => incident.status === 'open'),
    plans: await waitingPlans(project, prompt),
    draft: draft === null ? null : { digest: draft, changed: draft !== aliases.stable?.digest },
  };
}

/** By the move that made it live: a freeze since then moved nothing. */
async function aliasStatus(
  store: Store,
  prompt: string,
  alias: string,
): Promise<PromptStatus['aliases'][string] | null> {
  const head = await readHead(store, prompt, alias);
  const live = await placingMove(store, head);
  if (live === null) return null;
  await requireVersion(store, prompt, alias, live.to.version);
  const freeze = await freezeOf(store, head);
  const { evidence, approvals, kind } = live;
  return {
    version: live.to.version,
    digest: live.to.digest,
    seq: live.seq,
    since: live.at,
    by: live.actor,
    run: evidence?.run ?? null,
    attempt: evidence?.attempt ?? null,
    kind,
    approvedBy: approvals.map(({ by }) => by),
    reason: live.reason,
    ...(freeze && { frozen: { by: freeze.actor, since: freeze.at, reason: freeze.reason } }),
    ...(kind === 'override' && {
      reviewedBy: (await readReview(store, prompt, alias, live.seq))?.by ?? null,
    }),
    ...(kind === 'promote' &&
      evidence?.verdict === 'inconclusive' && { acceptedBy: approvals.map(({ by }) => by) }),
  };
}

/** What is live and can't be read is delivered to nobody. */
async function requireVersion(store: Store, prompt: string, alias: string, version: number): Promise<void> {
  if (await readVersion(store, prompt, version)) return;
  const key = numberedKey(versionsFolder(prompt), version);
  throw new IntegrityError(`${key} is missing, although ${alias} of ${prompt} names it`);
}

async function draftDigest(project: Project, prompt: ResolvedPrompt): Promise<string | null> {
  try {
    return promptDigest(await loadDraft(project, prompt));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
