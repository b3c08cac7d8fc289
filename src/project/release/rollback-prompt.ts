import { InputError } from '../../core/errors.ts';
import { actorOf } from '../../core/identity.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { intactVersion } from '../../prompts/intact-version.ts';
import { formatRef } from '../../prompts/ref.ts';
import { readMoves, requireAlias } from '../../registry/aliases.ts';
import { rollbackTarget } from '../../registry/rollback-target.ts';
import { readVersion } from '../../registry/versions.ts';
import { requireRight } from '../../release/rights.ts';
import { rollback } from '../../release/rollback.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';
import { refOf, resolveVersion } from '../prompts/arms.ts';
import { liveRisk } from './live-risk.ts';
import { releasePorts } from './promote-run.ts';

/** Moves an alias back: one write, no model call, no network, and nothing of the config but where the registry is. */
export async function rollbackPrompt(
  project: Project,
  prompt: string,
  request: { to?: string; alias: string; reason: string },
): Promise<MoveRecord> {
  const { alias, reason } = request;
  const head = await requireAlias(project.store, prompt, alias);
  const moves = await readMoves(project.store, prompt, alias);
  const target = rollbackTarget(
    moves,
    request.to === undefined ? undefined : await versionOf(project, prompt, request.to),
  );
  const version = await readVersion(project.store, prompt, target.version);
  if (version) intactVersion(version);
  const port = await openOwners(project, { offline: true });
  const who = await port.identify();
  requireRight('roll back', prompt, who, port.ownersOf(prompt), await liveRisk(project.store, head));
  const at = new Date().toISOString();
  const place = { prompt, alias, target, expectedSeq: head.seq };
  return rollback({ ...place, ...actorOf(who), reason, at }, releasePorts(project));
}

async function versionOf(project: Project, prompt: string, text: string): Promise<{ version: number }> {
  const ref = refOf({ name: prompt }, /^\d+$/.test(text) ? `@${text}` : text);
  if (ref.at.kind !== 'draft') return resolveVersion(project.store, ref);
  throw new InputError({ field: '--to', message: `${formatRef(ref)} is a draft and was never live` });
}
