import { formatCount, formatTime } from '../../core/format.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { type MoveIdentity, moveIdentities } from '../../project/owners/move-identities.ts';
import { readMoves, requireAlias } from '../../registry/aliases.ts';
import { openRegistryOf } from '../open.ts';
import type { GlobalOptions } from '../output.ts';
import { promptOfRegistry } from '../prompt-of-registry.ts';
import { table } from '../table.ts';

/** Every prompt has it, moved or not. */
const usualAlias = 'stable';

export async function run([name = '']: string[], flags: GlobalOptions & { alias: string }): Promise<void> {
  const { output, project, problems } = await openRegistryOf(flags);
  const prompt = await promptOfRegistry(project, name, problems);
  const { alias } = flags;
  if (alias !== usualAlias) await requireAlias(project.store, prompt, alias);
  const moves = (await readMoves(project.store, prompt, alias)).reverse();
  const identities = await moveIdentities(project, moves);
  const approved = moves.some((move) => move.approvals.length > 0);
  // Where nobody signs, all that is known of who moved it is what they said, and that stands in the record.
  const showsIdentity = identities.some(({ isSigned, assurance }) => isSigned || assurance === 'verified');
  output.printJson(
    showsIdentity ? moves.map((move, index) => ({ ...move, identity: identities[index] })) : moves,
  );
  if (moves.length === 0) {
    output.print(`${alias} of ${name} has never moved`);
    return;
  }
  const rows = moves.map((move, index) => [
    String(move.seq),
    formatTime(move.at),
    kindOf(move),
    `${move.from ? `v${move.from.version}` : 'nothing'} → v${move.to.version}`,
    move.actor,
    ...(showsIdentity ? [identityWords(identities[index])] : []),
    move.evidence?.run ?? '–',
    move.evidence?.attempt === undefined ? '–' : formatCount(move.evidence.attempt),
    ...(approved ? [move.approvals.map((approval) => approval.by).join(', ')] : []),
    move.reason ?? '',
  ]);
  output.print(
    table(
      [
        ...['seq', 'at', 'kind', 'move', 'by', ...(showsIdentity ? ['identity'] : [])],
        ...['run', 'attempt', ...(approved ? ['approved by'] : []), 'reason'],
      ],
      rows,
      { width: output.tableWidth, cut: ['by', 'approved by', 'reason'], cutFirst: ['reason'] },
    ),
  );
}

function identityWords(identity: MoveIdentity | undefined): string {
  if (identity === undefined) return 'claimed';
  const { assurance, by, isSigned, signedBy } = identity;
  const proof = isSigned ? `signed by ${signedBy ?? 'a key of nobody'}` : by === 'ci' ? 'by CI' : undefined;
  return [assurance, ...(proof === undefined ? [] : [proof])].join(', ');
}

/** What was not proven stands apart. */
function kindOf({ kind, evidence }: MoveRecord): string {
  if (kind === 'override') return 'OVERRIDE';
  return kind === 'promote' && evidence?.verdict === 'inconclusive' ? 'promote (accepted)' : kind;
}
