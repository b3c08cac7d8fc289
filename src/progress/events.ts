import type { ProgressEvent, ProgressSink } from '../core/progress.ts';
import { type EventPlace, eventLine } from './event-line.ts';

/**
 * Writes every event as a line. Lines that come in one turn of the event loop are written together, and each time whole
 * lines only.
 */
export function createEventWriter(
  write: (lines: string) => void,
  close: () => void,
  now: () => Date = () => new Date(),
): ProgressSink {
  let place: Omit<EventPlace, 'at'> = { run: null, prompt: null };
  let waiting = '';
  let next: NodeJS.Immediate | null = null;
  let closed = false;
  const flush = () => {
    if (next !== null) clearImmediate(next);
    next = null;
    const lines = waiting;
    waiting = '';
    if (lines !== '') write(lines);
  };
  return {
    emit(event) {
      if (closed) return;
      place = placeAfter(place, event);
      waiting += eventLine(event, { at: now().toISOString(), ...place });
      next ??= setImmediate(flush);
    },
    close() {
      if (closed) return;
      closed = true;
      flush();
      close();
    },
  };
}

function placeAfter(place: Omit<EventPlace, 'at'>, event: ProgressEvent): Omit<EventPlace, 'at'> {
  return 'run' in event ? { run: event.run, prompt: event.prompt } : place;
}
