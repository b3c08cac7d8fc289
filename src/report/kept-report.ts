import type { RunFile } from '../core/run-file.ts';
import type { ReportInput } from './report-input.ts';
import { describeWorst } from './worst-cases.ts';

/** How many regressions a report shows. */
const shown = 10;

/** A report of a run of which only run.json is at hand, as the registry keeps it: figures without texts. */
export function keptReport(run: RunFile): ReportInput {
  return {
    run,
    worst: run.regressions.slice(0, shown).map((regression) => describeWorst(regression, undefined, {})),
    gaps: ["the run's folder is not here, so its cases and answers are not shown"],
  };
}
