import type { RunFile } from '../core/run-file.ts';
import { metricOf } from './gate-rows.ts';
import { showCaseValue, showMove } from './shared/case-figures.ts';

/** The figures of one regression as a person reads them. A binary score says `pass → fail` and needs no change. */
export function regressionFigures(
  run: RunFile,
  regression: { metric: string; delta: number; baseline: number; candidate: number },
): { baseline: string; candidate: string; change: string } {
  const metric = metricOf(run, regression.metric);
  const { baseline, candidate, delta } = regression;
  return {
    baseline: showCaseValue(metric, baseline),
    candidate: showCaseValue(metric, candidate),
    change: showMove(metric, { baseline, candidate, improvement: delta }),
  };
}
