import { Observations } from '../../comparison/observations.ts';
import type { EarlierAttempts } from '../../core/attempts.ts';
import type { PairRecord } from '../../core/pair.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { Circumstances, Ports } from '../../evaluation/evaluation.ts';
import type { JudgedRow } from '../../evaluation/sweep-table.ts';
import { evaluate } from '../../pipeline.ts';
import { interfaceOf, outputSchemaOf } from '../prompts/arm-interface.ts';
import type { SweepPlan } from './plan-sweep.ts';
import type { GridRow } from './sweep-grid.ts';
import { type SweepTrials, totalsOf, trialsOfRow } from './sweep-trials.ts';

/** What asking all of it came to. */
export type SweepTotals = Awaited<ReturnType<Ports['runAndScore']>>;

/** What every row is judged with. */
export interface Judging {
  plan: SweepPlan;
  trials: SweepTrials;
  totals: SweepTotals;
  earlier: EarlierAttempts;
  circumstances: Circumstances;
}

/** The evaluation that a run makes, with the answers that are there already. */
export async function judgeRow(
  row: GridRow,
  { plan, trials, totals, earlier, circumstances }: Judging,
): Promise<{ row: JudgedRow; run: RunFile }> {
  const { evaluation, chosen, head, grid } = plan;
  const { cases } = chosen;
  const { repeats, evaluators } = evaluation;
  const planned = cases.length * repeats * (row.lanes.baseline === null ? 1 : 2);
  const observations = new Observations(cases, repeats);
  const none = async () => undefined;
  const run = await evaluate(
    { ...evaluation, pairings: [row.pairing] },
    {
      resolveArms: async () => ({ arms: row.arms, head }),
      loadCases: async () => chosen,
      interfaceOf,
      outputSchemaOf,
      async runAndScore(_subject, _work, onRecord) {
        const records: (TrialRecord | PairRecord)[] = [];
        for await (const record of trialsOfRow(row, trials, {
          cases,
          evaluators,
          schema: plan.scoring.schema,
        })) {
          records.push(record);
          observations.add(record);
          onRecord(record);
        }
        for (const record of trials.pairsOf(grid.rows.indexOf(row) + 1)) {
          records.push(record);
          observations.addPair(record);
          onRecord(record);
        }
        return { ...totalsOf(records, planned, totals.stopped), trialsDigest: totals.trialsDigest };
      },
      sinceRelease: async () => null,
      earlierAttempts: async () => ({ earlier, warnings: [] }),
      describeCircumstances: async () => circumstances,
      saveRun: none,
      writeReports: none,
    },
  );
  const { variant, settings, pairing } = row;
  const stable = row.lanes.baseline === null ? null : grid.stables.indexOf(row.lanes.baseline);
  const { version } = row.arms.candidate;
  const candidate = {
    version,
    digest: row.arms.candidate.digest,
    ...(variant.file !== undefined && { file: variant.file }),
  };
  const described = { variant: variant.name, candidate, settings, stable };
  return { row: { observations, pairing, run, described }, run };
}
