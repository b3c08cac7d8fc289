import type { RunFile } from '../core/run-file.ts';

/** Fields that are more than the contract asks for; a run that another tool wrote may lack them. */
export function withDefaults(run: RunFile): RunFile {
  return {
    ...run,
    pairings: run.pairings ?? [],
    metrics: run.metrics ?? [],
    regressions: run.regressions ?? [],
    warnings: run.warnings ?? [],
  };
}
