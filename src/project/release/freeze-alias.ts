import { RefusedError } from '../../core/errors.ts';
import { actorOf } from '../../core/identity.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { requireAlias } from '../../registry/aliases.ts';
import { freezeOf, frozenText } from '../../registry/freeze.ts';
import { requireRight } from '../../release/rights.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';
import { liveRisk } from './live-risk.ts';
import { releasePorts } from './promote-run.ts';

/** Keeps promotions and overrides away from an alias until it is unfrozen, or lets them through again. */
export async function freezeAlias(
  project: Project,
  prompt: string,
  request: { kind: 'freeze' | 'unfreeze'; alias: string; reason: string | null },
): Promise<MoveRecord> {
  const { kind, alias, reason } = request;
  const port = await openOwners(project);
  const who = await port.identify();
  const head = await requireAlias(project.store, prompt, alias);
  // To stop releases is safe whoever asks; to let them through again is not.
  const risk = kind === 'freeze' ? 'low' : await liveRisk(project.store, head);
  requireRight(kind, prompt, who, port.ownersOf(prompt), risk);
  const freeze = await freezeOf(project.store, head);
  if (kind === 'freeze' && freeze) {
    throw new RefusedError(`${alias} of ${prompt} was not frozen again: ${frozenText(freeze)}`);
  }
  if (kind === 'unfreeze' && !freeze) throw new RefusedError(`${alias} of ${prompt} is not frozen`);
  const at = new Date().toISOString();
  return releasePorts(project).move(
    { prompt, alias, kind, to: head.to, evidence: null, approvals: [], ...actorOf(who), reason, at },
    head.seq,
  );
}
