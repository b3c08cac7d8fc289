import { InputError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { type GivenLabel, type LabelState, longestName, longestNote } from './shared/label-task.ts';

/** A label as the page sends it, of an answer and a scale that there are. @throws InputError */
export function readLabel(body: string, state: LabelState): GivenLabel {
  const { id, value, note = '', by = state.by } = parse(body);
  const isKnown = typeof id === 'string' && state.items.some((item) => item.id === id);
  if (!isKnown) throw new InputError({ field: 'id', message: 'is no answer of this page' });
  if (value !== null && !isOnScale(value, state)) {
    throw new InputError({ field: 'value', message: 'is not on the scale' });
  }
  if (typeof note !== 'string' || note.length > longestNote) {
    throw new InputError({ field: 'note', message: `is no text of at most ${longestNote} characters` });
  }
  if (typeof by !== 'string' || by.trim() === '' || by.length > longestName) {
    throw new InputError({ field: 'by', message: `is no name of at most ${longestName} characters` });
  }
  return { id, value, note: note.trim(), by: state.isBySettled ? state.by : by.trim() };
}

function isOnScale(value: unknown, { question: { choices, range } }: LabelState): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  return choices ? choices.some((choice) => choice.value === value) : value >= range[0] && value <= range[1];
}

function parse(body: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (isJsonObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new InputError({ message: 'a label is a JSON object' });
}
