import { IntegrityError } from '../core/errors.ts';
import type { IncidentCase, IncidentOpened, IncidentRecord, IncidentUpdated } from '../core/incident.ts';
import type { JsonObject } from '../core/json.ts';
import type { VersionPointer } from '../core/registry.ts';
import { excerpt } from '../core/text.ts';
import { incidentsFolder, numberedKey } from './keys.ts';
import { decodeRecord } from './record-bytes.ts';
import {
  assertShape,
  type Check,
  hasShape,
  isCount,
  isDigest,
  isName,
  isOne,
  isText,
  isTime,
  oneOf,
  orNull,
  type Shape,
} from './shape.ts';

const isPointer = hasShape<VersionPointer>({ version: isCount, digest: isDigest });
const isHash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

const shared = {
  v: isOne,
  prompt: isName,
  seq: isCount,
  prevSha256: orNull(isHash),
  incident: isCount,
  users: orNull(isText),
  workflows: orNull(isText),
  by: isText,
  at: isTime,
};

const openedShape: Shape<IncidentOpened> = {
  ...shared,
  kind: oneOf(['open']),
  text: isName,
  alias: isName,
  move: isCount,
  from: isPointer,
  to: isPointer,
  run: orNull(isName),
  affectedSince: isTime,
  rollbackOwner: isText,
};

const updatedShape: Shape<IncidentUpdated> = {
  ...shared,
  kind: oneOf(['update']),
  cause: orNull(isName),
  case: orNull(hasShape<IncidentCase>({ file: isName, id: isName })),
};

/** @throws IntegrityError that names the key. */
export function parseIncidentRecord(key: string, bytes: Uint8Array): IncidentRecord {
  const decoded: JsonObject = decodeRecord(key, bytes);
  const shape = decoded.kind === 'open' ? openedShape : updatedShape;
  const unknownField = Object.keys(decoded).find((field) => !Object.hasOwn(shape, field));
  if (unknownField !== undefined) {
    throw new IntegrityError(
      `${key} has the field "${excerpt(unknownField, 40)}", which this prompteval does not understand. A later release may have written it`,
    );
  }
  const record: unknown = decoded;
  assertShape<IncidentRecord>(key, record, shape);
  if (numberedKey(incidentsFolder(record.prompt), record.seq) !== key) {
    throw new IntegrityError(`${key} is not in its place: it says that it is record ${record.seq}`);
  }
  return record;
}
