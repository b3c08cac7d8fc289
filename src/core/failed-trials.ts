import type { RunFile } from './run-file.ts';

/** Failures that are what a model, or the vendor in front of it, says to this case: asked again they would be another draw. */
const ownCodes = new Set(['bad-request', 'empty-reply', 'unreadable-reply', 'unsupported']);

/** Whether a failed trial stays failed when its run goes on. What failed on the way to the model is asked again. */
export function staysFailed(code: string | undefined): boolean {
  return code !== undefined && ownCodes.has(code);
}

/** Trials of a finished run that may be asked again. None of one whose evidence is a release's, or that a look ended. */
export function countFailedOnTheWay({ failures = [], release, stoppedEarly }: RunFile): number {
  if (release !== null || stoppedEarly !== undefined) return 0;
  return failures.reduce((sum, { code, count }) => sum + (staysFailed(code) ? 0 : count), 0);
}
