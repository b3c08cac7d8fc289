import { canonicalJson } from '../core/digest.ts';
import { evidenceOf } from '../core/evidence.ts';
import type { Evidence, MoveRecord, Store, VersionPointer } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import { linkProblem, type StoredMove, samePointer } from './chain.ts';
import { getEvidence } from './evidence.ts';
import { type Finding, orFinding, readDespiteGaps } from './finding.ts';
import type { IdentityChecks } from './identity-checks.ts';
import { parseMove } from './move-record.ts';
import { isAsWritten, notAsWritten } from './record-bytes.ts';
import { reviewProblems } from './review-list.ts';
import { readSignature } from './signatures.ts';
import { planProblems, reviewProblem } from './verify-approvals.ts';
import type { KnownVersions } from './verify-versions.ts';

/** Walks one alias from its first move on; after a record that does not fit it goes on with the next. */
export async function verifyChain(
  store: Store,
  folder: string,
  listed: readonly number[],
  versions: KnownVersions,
  { moveProblem }: Pick<IdentityChecks, 'moveProblem'>,
  findings: Finding[],
): Promise<number> {
  let count = 0;
  let previous: StoredMove | null | undefined = null;
  for await (const { number, key, bytes } of readDespiteGaps(store, folder, listed, findings)) {
    count++;
    const move = await orFinding(key, findings, () => parseMove(key, bytes));
    if (!move) {
      previous = undefined;
      continue;
    }
    const isNext: boolean = previous !== undefined && (previous?.move.seq ?? 0) + 1 === number;
    const link = isNext && previous !== undefined ? linkProblem(previous, move) : undefined;
    const written = isAsWritten(move, bytes) ? undefined : notAsWritten;
    const problems = [
      link,
      written,
      ...moveProblems(move, versions),
      ...(await evidenceProblems(store, move)),
      ...(await planProblems(store, move)),
      move.kind === 'override' ? await reviewProblem(store, { key, bytes, move }) : undefined,
      await identityProblem(store, move, moveProblem),
    ];
    for (const message of problems) if (message !== undefined) findings.push({ key, message });
    previous = { key, bytes, move };
  }
  return count;
}

/** Of a move that rests on its signature; one that can't be read is a finding of its own. */
async function identityProblem(
  store: Store,
  move: MoveRecord,
  moveProblem: IdentityChecks['moveProblem'],
): Promise<string | undefined> {
  if (move.identity?.assurance !== 'verified' || move.identity.by !== 'signature') return undefined;
  const damage: Finding[] = [];
  const envelope = await orFinding('', damage, () => readSignature(store, move));
  return damage.length > 0 ? undefined : moveProblem(move, envelope ?? null);
}

function moveProblems(move: MoveRecord, versions: KnownVersions): (string | undefined)[] {
  const { kind, from, to, evidence } = move;
  const holds = kind === 'freeze' || kind === 'unfreeze';
  return [
    from ? pointerProblem(from, versions) : undefined,
    pointerProblem(to, versions),
    kind === 'promote' && !evidence ? 'promotes without evidence' : undefined,
    holds && !samePointer(from, to)
      ? `is ${kind === 'unfreeze' ? 'an' : 'a'} ${kind}, and it moves the alias`
      : undefined,
    kind === 'rollback' && from === null ? 'rolls back from nothing' : undefined,
  ];
}

function pointerProblem(pointer: VersionPointer, versions: KnownVersions): string | undefined {
  const digest = versions.get(pointer.version);
  if (digest === pointer.digest) return undefined;
  return digest === undefined
    ? `names version ${pointer.version}, which does not exist`
    : `names version ${pointer.version} with another digest than that version has`;
}

async function evidenceProblems(store: Store, move: MoveRecord): Promise<string[]> {
  const { evidence } = move;
  if (!evidence) return [];
  const damage: Finding[] = [];
  const run = await orFinding('', damage, () => getEvidence(store, evidence.runDigest));
  if (damage.length > 0)
    return damage.map(({ message }) => `rests on evidence that does not fit: ${message}`);
  if (!run) return [`rests on evidence that is not kept: ${evidence.runDigest}`];
  return [
    ...differences(evidence, run),
    ...(move.kind === 'promote' ? promotionProblems(move, run) : []),
    // An override rests on nothing.
    ...(move.kind === 'promote' ? await reviewProblems(store, run) : []),
  ];
}

function differences(evidence: Evidence, run: RunFile): string[] {
  const kept = Object.entries(evidenceOf(run, evidence.runDigest));
  const claimed = new Map<string, unknown>(Object.entries(evidence));
  return kept
    .filter(([field, value]) => canonicalJson(claimed.get(field)) !== canonicalJson(value))
    .map(([field]) => `says another ${field} than the run that it rests on`);
}

/** A promotion needs a whole run that passed, about exactly these two digests and this alias. */
function promotionProblems(move: MoveRecord, run: RunFile): string[] {
  const { candidate, baseline } = run.arms;
  const isAccepted = move.evidence?.plan !== undefined && run.plan.awaits === 'approval';
  const claims: [boolean, string][] = [
    [
      run.verdict.status === 'pass' || (isAccepted && run.verdict.status === 'inconclusive'),
      `promotes on a run whose verdict is ${run.verdict.status}`,
    ],
    [run.status === 'complete', `promotes on a run that is ${run.status}`],
    [
      (run.plan.action === 'promote' || isAccepted) && run.plan.alias === move.alias,
      'promotes on a run that did not plan it',
    ],
    [run.prompt === move.prompt, `promotes on a run of another prompt`],
    [candidate.digest === move.to.digest, 'promotes another version than the run evaluated'],
    [
      (baseline?.digest ?? null) === (move.from?.digest ?? null),
      'replaces another version than the run compared with',
    ],
  ];
  return claims.filter(([holds]) => !holds).map(([, message]) => message);
}
