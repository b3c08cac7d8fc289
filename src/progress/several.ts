import type { ProgressSink } from '../core/progress.ts';

/** All of them hear the same. */
export function severalSinks(sinks: readonly ProgressSink[]): ProgressSink {
  const [only, ...others] = sinks;
  if (only !== undefined && others.length === 0) return only;
  return {
    emit(event) {
      for (const sink of sinks) sink.emit(event);
    },
    async close() {
      await Promise.all(sinks.map((sink) => sink.close()));
    },
  };
}
