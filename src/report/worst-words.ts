import { formatCaseValue } from '../core/format.ts';
import type { RunFile } from '../core/run-file.ts';
import { metricOf, showChange, showValue } from './gate-rows.ts';

/** The figures of one regression as a person reads them. A binary score says `pass → fail` and needs no change. */
export function regressionFigures(
  run: RunFile,
  regression: { metric: string; delta: number; baseline: number; candidate: number },
): { baseline: string; candidate: string; change: string } {
  const metric = metricOf(run, regression.metric);
  const show = (value: number) =>
    metric.unknown ? showValue(metric, value) : formatCaseValue(metric, value);
  const [baseline, candidate] = [show(regression.baseline), show(regression.candidate)];
  const plain = baseline === 'pass' && candidate === 'fail';
  return { baseline, candidate, change: plain ? 'pass → fail' : showChange(metric, regression.delta) };
}
