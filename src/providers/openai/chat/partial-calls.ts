import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts';

/** A tool call of which some pieces came. */
export interface PartialCall {
  /** Its place among the calls. */
  index: number;
  id: string;
  name: string;
  written: string;
}

/** A call's first piece has its id and name, the others go on with its arguments. */
export function takeCall(piece: Json, calls: PartialCall[]): void {
  if (!isJsonObject(piece)) return;
  const { name, arguments: written } = isJsonObject(piece.function) ? piece.function : {};
  const call = callOf(piece, name, calls);
  if (call.id === '' && isText(piece.id)) call.id = piece.id;
  if (call.name === '' && isText(name)) call.name = name;
  // Servers that hold the arguments as an object send them whole.
  call.written +=
    typeof written === 'string' ? written : isJsonObject(written) ? JSON.stringify(written) : '';
}

/** As they stand in a reply that is not streamed. */
export function replyCalls(calls: readonly PartialCall[]): JsonObject[] {
  return [...calls]
    .sort((a, b) => a.index - b.index)
    .map(({ id, name, written }) => ({ id, function: { name, arguments: written } }));
}

/**
 * The call that a piece belongs to. A piece with a name begins one, but for servers that repeat it. Some servers number
 * every call 0, and some leave the number out: another id, or without ids another name, then tells them apart.
 */
function callOf({ index, id }: JsonObject, name: Json | undefined, calls: PartialCall[]): PartialCall {
  const place = typeof index === 'number' ? index : undefined;
  const known = place === undefined ? calls.at(-1) : calls.findLast((call) => call.index === place);
  const goesOn = known !== undefined && !(isText(name) && isAnother(known, { id, name, place }));
  if (goesOn) return known;
  const call = { index: place ?? calls.length, id: '', name: '', written: '' };
  calls.push(call);
  return call;
}

interface Named {
  id: Json | undefined;
  name: string;
  place: number | undefined;
}

function isAnother(known: PartialCall, { id, name, place }: Named): boolean {
  if (isText(id) && known.id !== '') return id !== known.id;
  return place === undefined || name !== known.name;
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
