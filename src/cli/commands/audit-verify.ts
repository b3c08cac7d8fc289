import { counted } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import { auditRegistry } from '../../project/owners/audit-registry.ts';
import { trustedKeys } from '../../project/owners/audit-signatures.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

interface AuditFlags extends GlobalOptions {
  key?: string | true;
}

export async function run(_args: string[], flags: AuditFlags): Promise<void> {
  const { output, project } = await open(flags);
  const keys = flags.key === undefined ? null : await trustedKeys(project, flags.key);
  const result = await auditRegistry(project, keys);
  const { versions, moves, blobs, signatures = 0, incidents = 0 } = result.checked;
  const { plans = 0, approvals = 0, reviews = 0, answerReviews = 0 } = result.checked;
  const checked = [
    counted(versions, 'version'),
    counted(moves, 'move'),
    counted(blobs, 'piece of evidence', 'pieces of evidence'),
    ...(incidents === 0 ? [] : [counted(incidents, 'record of incidents', 'records of incidents')]),
    ...(plans > 0 ? [counted(plans, 'plan')] : []),
    ...(approvals > 0 ? [counted(approvals, 'approval')] : []),
    ...(reviews > 0 ? [counted(reviews, 'review')] : []),
    ...(answerReviews > 0 ? [counted(answerReviews, 'review of an answer', 'reviews of answers')] : []),
    ...(signatures > 0 || keys ? [counted(signatures, 'signature')] : []),
  ];
  for (const { key, message } of result.findings) output.print(`✖ ${printable(`${key} ${message}`)}`);
  const outcome =
    result.findings.length === 0
      ? '✔ everything fits'
      : `✖ ${counted(result.findings.length, 'thing does', 'things do')} not fit`;
  output.print(`${outcome}; checked: ${checked.join(', ')}`);
  output.printJson(result);
  process.exitCode = result.findings.length === 0 ? 0 : 1;
}
