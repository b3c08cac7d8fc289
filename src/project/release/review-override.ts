import { InputError, RefusedError } from '../../core/errors.ts';
import { isAmong } from '../../core/person.ts';
import type { ReviewRecord } from '../../core/plan-record.ts';
import { readMove } from '../../registry/aliases.ts';
import { sha256Hex } from '../../registry/chain.ts';
import { putReview, readReview } from '../../registry/reviews.ts';
import { requireRight } from '../../release/rights.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';

/**
 * Records that somebody else has looked at an override, which lets the audit pass again.
 *
 * @throws InputError for a move that is no override, RefusedError where it was theirs or is reviewed already.
 */
export async function reviewOverride(
  project: Project,
  prompt: string,
  request: { alias: string; seq: number; reason: string },
): Promise<ReviewRecord> {
  const { alias, seq, reason } = request;
  const stored = await readMove(project.store, prompt, alias, seq);
  if (stored?.move.kind !== 'override') {
    const what = stored ? `is a ${stored.move.kind}` : 'does not exist';
    throw new InputError({
      field: '--seq',
      message: `move ${seq} of ${alias} ${what}, and only overrides are reviewed`,
      hint: `See the moves: prompteval log ${prompt}`,
    });
  }
  const port = await openOwners(project);
  const who = await port.identify();
  if (isAmong(who.name, [port.nameOf(stored.move.actor)])) {
    throw new RefusedError(`${who.name} made this override, so somebody else has to review it`);
  }
  requireRight('review', prompt, who, port.ownersOf(prompt));
  const moveSha256 = sha256Hex(stored.bytes);
  const review: ReviewRecord = {
    v: 1,
    prompt,
    alias,
    seq,
    moveSha256,
    by: who.name,
    identity: { assurance: who.assurance, by: who.by },
    signature: await port.sign('review', moveSha256),
    reason,
    at: new Date().toISOString(),
  };
  if ((await putReview(project.store, review)) === 'created') return review;
  const earlier = await readReview(project.store, prompt, alias, seq);
  throw new RefusedError(
    `Move ${seq} of ${alias} was reviewed already${earlier ? `, by ${earlier.by}` : ''}`,
  );
}
