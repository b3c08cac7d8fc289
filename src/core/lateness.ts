/**
 * How far latencies may be too long because this process was busy with other work when the answers came: what was recorded
 * by what the models took at least, less one. 0.05 is up to 5 % too long.
 */
export interface Lateness {
  median: number;
  p99: number;
}

/** Above either, nothing is decided by a latency, but that it is short enough. */
export const latenessLimit: Lateness = { median: 0.05, p99: 0.2 };

export function isLate({ median, p99 }: Lateness): boolean {
  return median > latenessLimit.median || p99 > latenessLimit.p99;
}
