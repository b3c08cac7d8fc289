import type { RunFile } from './run-file.ts';

/** All that was paid for in a run: USD, of answers and replies whose price is known. */
export function spentUsd({ usd, judgeUsd, waitingUsd = 0 }: RunFile['spend']): number {
  return usd + judgeUsd + waitingUsd;
}
