import type { Lateness } from './lateness.ts';
import type { ArmName } from './trial.ts';

/** The quantiles that a run keeps of its latencies. */
export const latencyShares: readonly number[] = [
  ...Array.from({ length: 20 }, (_, index) => Number((index * 0.05).toFixed(2))),
  0.99,
  1,
];

/** How long the answers of one arm took on one model. */
export interface LatencySpread {
  model: string;
  arm: ArmName;
  /** The answers whose latency is known. */
  answers: number;
  /** In milliseconds: the quantiles at `latencyShares`, in their order. */
  ms: number[];
  /** How far they may be too long by this process's own doing; absent where nobody can tell. */
  late?: Lateness;
}
