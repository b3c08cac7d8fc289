import type { RunFile } from '../../core/run-file.ts';
import { differenceFigures, type Figures } from '../figures.ts';
import { gateRows, metricOf, modelCount } from '../gate-rows.ts';
import { type Marks, marksOf } from './axis.ts';

/** A score that was measured without a gate that would show it. */
export interface UngatedRow {
  name: string;
  /** null where the run has only one. */
  model: string | null;
  figures: Figures;
  marks: Marks | null;
}

/** The scores over all cases that no row of a gate shows. Amounts have their own section. */
export function ungatedRows(run: RunFile): UngatedRow[] {
  const shown = new Set(
    gateRows(run)
      .filter((row) => row.about !== 'cases')
      .map((row) => row.comparison),
  );
  const several = modelCount(run) > 1;
  return run.comparisons
    .filter((comparison) => comparison.slice === null && !shown.has(comparison))
    .filter((comparison) => metricOf(run, comparison.metric).kind !== 'amount')
    .map((comparison) => {
      const metric = metricOf(run, comparison.metric);
      return {
        name: comparison.metric,
        model: several ? comparison.model : null,
        figures: differenceFigures(metric, comparison),
        marks: marksOf(metric, comparison, comparison.interval),
      };
    });
}
