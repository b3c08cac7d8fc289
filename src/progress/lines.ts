import type { ProgressEvent, ProgressSink } from '../core/progress.ts';
import { renderLine } from './render.ts';
import { type ProgressState, reduceProgress } from './state.ts';

/** Appends one line every `intervalMs` and one at the end, for logs that cannot be redrawn. */
export function createLineProgress(
  stream: { write(text: string): unknown },
  intervalMs = 10_000,
): ProgressSink {
  let state: ProgressState | null = null;
  let timer: NodeJS.Timeout | null = null;

  const write = () => {
    if (state !== null) stream.write(`${renderLine(state, performance.now())}\n`);
  };
  const stop = () => {
    if (timer === null) return;
    clearInterval(timer);
    timer = null;
    write();
  };
  return {
    emit(event: ProgressEvent) {
      if (event.type === 'run-started') stop();
      state = reduceProgress(state, event, performance.now());
      if (event.type === 'run-started') timer = setInterval(write, intervalMs).unref();
      if (event.type === 'run-finished') stop();
    },
    close: stop,
  };
}
