import { formatCount, formatMoment } from '../core/format.ts';
import type { MoveRecord } from '../core/registry.ts';

const deeds: Record<string, string> = {
  promote: 'promoted',
  rollback: 'rolled back',
  freeze: 'frozen',
  unfreeze: 'unfrozen',
  override: 'OVERRIDDEN',
};

export interface MoveFacts {
  seq: number;
  kind: string;
  run: string | null;
  attempt: number | null;
  /** Who approved it. */
  approvedBy: string[];
  reason: string | null;
}

export function moveFacts({ seq, kind, evidence, approvals, reason }: MoveRecord): MoveFacts {
  return {
    seq,
    kind,
    run: evidence?.run ?? null,
    attempt: evidence?.attempt ?? null,
    approvedBy: approvals.map((approval) => approval.by),
    reason,
  };
}

/** `move 2: promoted on run …, attempt 2, approved by mia, because: …` */
export function moveWords({ seq, kind, run, attempt, approvedBy, reason }: MoveFacts): string {
  const tried = attempt === null ? '' : `, attempt ${formatCount(attempt)}`;
  const evidence = run === null ? '' : ` on run ${run}${tried}`;
  const approved = approvedBy.length === 0 ? '' : `, approved by ${approvedBy.join(' and ')}`;
  return `move ${seq}: ${deeds[kind] ?? kind}${evidence}${approved}${reason === null ? '' : `, because: ${reason}`}`;
}

/** `22 Aug 2026 14:03:20 UTC by mia` */
export function whenAndWho({ at, actor }: Pick<MoveRecord, 'at' | 'actor'>): string {
  return `${formatMoment(at)} by ${actor}`;
}
