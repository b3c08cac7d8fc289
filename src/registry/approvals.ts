import { IntegrityError } from '../core/errors.ts';
import type { ApprovalRecord } from '../core/plan-record.ts';
import type { Store } from '../core/registry.ts';
import { roles } from '../core/risk.ts';
import { approvalKey } from './approval-key.ts';
import { approvalsFolder } from './keys.ts';
import { decodeRecord, encodeRecord } from './record-bytes.ts';
import { assertShape, is, listOf, oneOf, orNull, type Shape } from './shape.ts';
import { isIdentity, isSignature } from './shared-shapes.ts';

/** @returns `exists` where this person has approved this plan before: their first approval stays. */
export function putApproval(store: Store, approval: ApprovalRecord): Promise<'created' | 'exists'> {
  const { prompt, plan, by } = approval;
  return store.putIfAbsent(approvalKey(prompt, plan, by), encodeRecord(approval));
}

/** Every approval of a plan, the oldest first. */
export async function readApprovals(store: Store, prompt: string, plan: string): Promise<ApprovalRecord[]> {
  const approvals: ApprovalRecord[] = [];
  for await (const key of store.list(approvalsFolder(prompt, plan))) {
    const bytes = await store.get(key);
    if (bytes) approvals.push(parseApproval(key, bytes));
  }
  return approvals.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const shape: Shape<ApprovalRecord> = {
  v: is.one,
  prompt: is.name,
  plan: is.digest,
  by: is.name,
  roles: listOf(oneOf(roles)),
  identity: isIdentity,
  signature: orNull(isSignature),
  note: orNull(is.text),
  at: is.time,
};

/** @throws IntegrityError that names the key. */
export function parseApproval(key: string, bytes: Uint8Array): ApprovalRecord {
  const approval: unknown = decodeRecord(key, bytes);
  assertShape<ApprovalRecord>(key, approval, shape);
  if (approvalKey(approval.prompt, approval.plan, approval.by) !== key) {
    throw new IntegrityError(`${key} is not in its place: it is another person's, or of another plan`);
  }
  return approval;
}
