import type { ProgressSink } from '../core/progress.ts';

/** Shows nothing: `--quiet`, and programs that use the package. */
export function createSilentProgress(): ProgressSink {
  return { emit() {}, close() {} };
}
