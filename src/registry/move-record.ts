import { IntegrityError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Evidence, MoveRecord } from '../core/registry.ts';
import { excerpt } from '../core/text.ts';
import { movesFolder, numberedKey } from './keys.ts';
import { decodeRecord } from './record-bytes.ts';
import { assertShape, hasShape, is, listOf, optional, orNull, type Shape } from './shape.ts';
import { isIdentity, isPointer } from './shared-shapes.ts';

/** What this release can read. A `canary` moves only a share of the calls, which it can't follow yet. */
const knownKinds = ['promote', 'rollback', 'override', 'freeze', 'unfreeze'] satisfies MoveRecord['kind'][];

const isEvidence = hasShape<Evidence>({
  run: is.name,
  reviewedFrom: optional(is.name),
  runDigest: is.digest,
  verdict: is.name,
  dataset: is.text,
  evaluators: is.text,
  gates: is.text,
  baseline: orNull(is.digest),
  models: listOf(is.text),
  attempt: optional(is.count),
  tool: is.text,
  finishedAt: is.time,
  plan: optional(is.digest),
});

const shape: Shape<MoveRecord> = {
  v: is.one,
  prompt: is.name,
  alias: is.name,
  seq: is.count,
  prevSha256: orNull(is.hash),
  kind: is.name,
  from: orNull(isPointer),
  to: isPointer,
  evidence: orNull(isEvidence),
  approvals: listOf(hasShape<MoveRecord['approvals'][number]>({ by: is.name, plan: is.digest, at: is.time })),
  actor: is.text,
  identity: optional(isIdentity),
  job: optional(is.text),
  reason: orNull(is.text),
  at: is.time,
};

/**
 * Refuses what it does not know (a kind, a field such as `share`): each could change where the alias points.
 *
 * @throws IntegrityError that names the key.
 */
export function parseMove(key: string, bytes: Uint8Array): MoveRecord {
  const record: JsonObject = decodeRecord(key, bytes);
  const unknownField = Object.keys(record).find((field) => !Object.hasOwn(shape, field));
  if (unknownField !== undefined) throw notUnderstood(key, `has the field "${excerpt(unknownField, 40)}"`);
  const { kind } = record;
  if (typeof kind === 'string' && !knownKinds.some((known) => known === kind)) {
    throw notUnderstood(key, `is of the kind "${excerpt(kind, 40)}"`);
  }
  const value: unknown = record;
  assertShape<MoveRecord>(key, value, shape);
  if (numberedKey(movesFolder(value.prompt, value.alias), value.seq) !== key) {
    throw new IntegrityError(
      `${key} is not in its place: it says that it is move ${value.seq} of ${value.alias}`,
    );
  }
  return value;
}

function notUnderstood(key: string, what: string): IntegrityError {
  return new IntegrityError(
    `${key} ${what}, which this prompteval does not understand. A later release may have written it`,
  );
}
