import type { ProgressSink } from '../core/progress.ts';

/** null where nobody asked for traces. */
export async function openTracing(
  _environment: NodeJS.ProcessEnv,
  _warn: (text: string) => void,
): Promise<ProgressSink | null> {
  return null;
}
