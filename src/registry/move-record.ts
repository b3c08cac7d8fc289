import { IntegrityError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Evidence, MoveRecord, VersionPointer } from '../core/registry.ts';
import { excerpt } from '../core/text.ts';
import { isIdentity } from './identity-shape.ts';
import { movesFolder, numberedKey } from './keys.ts';
import { decodeRecord } from './record-bytes.ts';
import {
  assertShape,
  hasShape,
  isCount,
  isDigest,
  isName,
  isOne,
  isText,
  isTime,
  listOf,
  optional,
  orNull,
  type Shape,
} from './shape.ts';

/** What this release can read. A `canary` moves only a share of the calls, which it can't follow yet. */
const knownKinds = ['promote', 'rollback', 'override', 'freeze', 'unfreeze'] satisfies MoveRecord['kind'][];

const isPointer = hasShape<VersionPointer>({ version: isCount, digest: isDigest });

const isEvidence = hasShape<Evidence>({
  run: isName,
  runDigest: isDigest,
  verdict: isName,
  dataset: isText,
  evaluators: isText,
  gates: isText,
  baseline: orNull(isDigest),
  models: listOf(isText),
  attempt: optional(isCount),
  tool: isText,
  finishedAt: isTime,
  plan: optional(isDigest),
});

const shape: Shape<MoveRecord> = {
  v: isOne,
  prompt: isName,
  alias: isName,
  seq: isCount,
  prevSha256: orNull((value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)),
  kind: isName,
  from: orNull(isPointer),
  to: isPointer,
  evidence: orNull(isEvidence),
  approvals: listOf(hasShape<MoveRecord['approvals'][number]>({ by: isName, plan: isDigest, at: isTime })),
  actor: isText,
  identity: optional(isIdentity),
  reason: orNull(isText),
  at: isTime,
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
