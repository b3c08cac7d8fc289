import type { ProgressEvent, ProgressSink } from '../core/progress.ts';
import { renderBlock } from './render.ts';
import { type ProgressState, reduceProgress } from './state.ts';

/** What is needed of a terminal; process.stderr fits. */
export interface TerminalStream {
  write(text: string): unknown;
  columns?: number;
  rows?: number;
}

const frameMs = 100;
/** Without an event the clocks still go on. */
const idleMs = 1000;
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const eraseBelow = '\u001b[0J';

/** A live block, redrawn in place at most ten times a second. The last state stays when the run ends. */
export function createTerminalProgress(stream: TerminalStream): ProgressSink {
  return new TerminalProgress(stream);
}

class TerminalProgress implements ProgressSink {
  readonly #stream: TerminalStream;
  #state: ProgressState | null = null;
  #timer: NodeJS.Timeout | null = null;
  #changed = false;
  #drawnAt = 0;
  #drawnLines = 0;

  constructor(stream: TerminalStream) {
    this.#stream = stream;
  }

  emit(event: ProgressEvent): void {
    if (event.type === 'run-started') this.#finish();
    this.#state = reduceProgress(this.#state, event, performance.now());
    this.#changed = true;
    if (event.type === 'run-started') this.#start();
    if (event.type === 'run-finished') this.#finish();
  }

  close(): void {
    this.#finish();
  }

  #start(): void {
    this.#stream.write(hideCursor);
    // A process that ends without close() must not leave the user without a cursor.
    process.once('exit', this.#restore);
    this.#draw();
    this.#timer = setInterval(() => this.#tick(), frameMs);
    this.#timer.unref();
  }

  #tick(): void {
    const idle = performance.now() - this.#drawnAt;
    if (this.#changed || idle >= idleMs) this.#draw();
  }

  #draw(): void {
    if (this.#state === null) return;
    const { columns = 80, rows = 24 } = this.#stream;
    const now = performance.now();
    // One column and one row less: a full last column wraps on some terminals, a full screen scrolls.
    const lines = renderBlock(this.#state, now, Math.max(1, columns - 1), Math.max(3, rows - 1));
    const up = this.#drawnLines > 0 ? `\u001b[${this.#drawnLines}A` : '';
    this.#stream.write(`${up}\r${eraseBelow}${lines.join('\n')}\n`);
    this.#drawnLines = lines.length;
    this.#drawnAt = now;
    this.#changed = false;
  }

  /** Draws what is final, and leaves it there. */
  #finish(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#draw();
    this.#drawnLines = 0;
    this.#restore();
    process.off('exit', this.#restore);
  }

  readonly #restore = (): void => {
    this.#stream.write(showCursor);
  };
}
