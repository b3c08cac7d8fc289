import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { errorCode } from '../core/error-code.ts';
import { excerpt } from '../core/text.ts';

/** Hears how many spans nobody took, and why. */
export type OnLost = (spans: number, why: string) => void;

/** Knows which spans a collector did not take, which the SDK tells nobody. */
export class CountedExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  #waiting = 0;
  #refused = 0;
  #error: unknown;

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter;
  }

  /** Those that were refused, and those that nobody has answered for by now. */
  get lost(): number {
    return this.#waiting + this.#refused;
  }

  /** Of the last that was refused. */
  get reason(): string {
    const error = this.#error;
    if (!(error instanceof Error) || error.message === 'Request timed out')
      return 'it did not answer in time';
    // The SDK's own error has the status for a code.
    const status = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
    return status === undefined ? (errorCode(error) ?? excerpt(error.message, 100)) : `it answered ${status}`;
  }

  export(...[spans, done]: Parameters<SpanExporter['export']>): void {
    this.#waiting += spans.length;
    this.#exporter.export(spans, (result) => {
      this.#waiting -= spans.length;
      if (result.code !== 0) {
        this.#refused += spans.length;
        this.#error = result.error;
      }
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.#exporter.forceFlush?.();
  }
}
