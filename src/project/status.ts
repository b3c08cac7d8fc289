import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { InputError } from '../core/errors.ts';
import type { Incident } from '../core/incident.ts';
import { promptDigest } from '../prompts/prompt-digest.ts';
import { listAliases, readHead } from '../registry/aliases.ts';
import { readLatestVersion } from '../registry/versions.ts';
import { loadDraft } from './arms.ts';
import { listIncidents } from './incidents.ts';
import type { Project } from './open-project.ts';

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
    }
  >;
  latest: number | null;
  /** Those that are open, the oldest first. */
  incidents: Incident[];
  /** null where the file has mistakes: what is live must be seen even then. */
  draft: { digest: string; changed: boolean } | null;
}

export async function promptStatus(project: Project, prompt: ResolvedPrompt): Promise<PromptStatus> {
  const aliases: PromptStatus['aliases'] = {};
  for (const alias of await listAliases(project.store, prompt.name)) {
    const head = await readHead(project.store, prompt.name, alias);
    if (head === null) continue;
    aliases[alias] = {
      version: head.to.version,
      digest: head.to.digest,
      seq: head.seq,
      since: head.at,
      by: head.actor,
      run: head.evidence?.run ?? null,
      attempt: head.evidence?.attempt ?? null,
      kind: head.kind,
      approvedBy: head.approvals.map((approval) => approval.by),
      reason: head.reason,
    };
  }
  const latest = await readLatestVersion(project.store, prompt.name);
  const incidents = await listIncidents(project, prompt.name);
  const draft = await draftDigest(project, prompt);
  return {
    prompt: prompt.name,
    aliases,
    latest: latest?.version ?? null,
    incidents: incidents.filter((incident) => incident.status === 'open'),
    draft: draft === null ? null : { digest: draft, changed: draft !== aliases.stable?.digest },
  };
}

async function draftDigest(project: Project, prompt: ResolvedPrompt): Promise<string | null> {
  try {
    return promptDigest(await loadDraft(project, prompt));
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
