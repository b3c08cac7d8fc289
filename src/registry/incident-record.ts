import { IntegrityError } from '../core/errors.ts';
import type { IncidentCase, IncidentOpened, IncidentRecord, IncidentUpdated } from '../core/incident.ts';
import type { JsonObject } from '../core/json.ts';
import { excerpt } from '../core/text.ts';
import { incidentsFolder, numberedKey } from './keys.ts';
import { decodeRecord } from './record-bytes.ts';
import { assertShape, hasShape, is, oneOf, orNull, type Shape } from './shape.ts';
import { isPointer } from './shared-shapes.ts';

const shared = {
  v: is.one,
  prompt: is.name,
  seq: is.count,
  prevSha256: orNull(is.hash),
  incident: is.count,
  users: orNull(is.text),
  workflows: orNull(is.text),
  by: is.text,
  at: is.time,
};

const openedShape: Shape<IncidentOpened> = {
  ...shared,
  kind: oneOf(['open']),
  text: is.name,
  alias: is.name,
  move: is.count,
  from: isPointer,
  to: isPointer,
  run: orNull(is.name),
  affectedSince: is.time,
  rollbackOwner: is.text,
};

const updatedShape: Shape<IncidentUpdated> = {
  ...shared,
  kind: oneOf(['update']),
  cause: orNull(is.name),
  case: orNull(hasShape<IncidentCase>({ file: is.name, id: is.name })),
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
