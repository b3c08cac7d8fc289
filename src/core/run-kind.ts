import type { RunFile } from './run-file.ts';

export type RunKind =
  | 'smoke'
  | 'incomplete'
  | 'overridden'
  | 'accepted'
  | 'scored again'
  | 'reviewed'
  | 'drift';

/** What stands beside a verdict that does not speak for itself: it can't promote, or people went past it. */
export function runKind({
  status,
  release,
  scoredFrom,
  reviewedFrom,
  drift,
}: Pick<RunFile, 'status' | 'release' | 'scoredFrom' | 'reviewedFrom' | 'drift'>): RunKind | null {
  if (status !== 'complete') return status;
  if (release?.override) return 'overridden';
  if (release?.acceptedBy) return 'accepted';
  if (scoredFrom !== undefined) return 'scored again';
  if (reviewedFrom !== undefined) return 'reviewed';
  return drift ? 'drift' : null;
}
