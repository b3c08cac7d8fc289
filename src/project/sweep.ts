import { join } from 'node:path';
import { Observations } from '../comparison/observations.ts';
import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { countEarlier, type EarlierAttempts } from '../core/attempts.ts';
import { CutShortError, InterruptedError } from '../core/errors.ts';
import { formatCount } from '../core/format.ts';
import type { PairRecord } from '../core/pair.ts';
import type { RunFile } from '../core/run-file.ts';
import type { SweepFile } from '../core/sweep.ts';
import type { TrialRecord } from '../core/trial.ts';
import type { Circumstances, Ports, Work } from '../evaluation/evaluation.ts';
import { type JudgedRow, qualityOf, schemaMetricOf, tabulate } from '../evaluation/sweep-table.ts';
import { evaluate } from '../pipeline.ts';
import { CallTally } from '../runner/call-tally.ts';
import { estimateWarnings } from '../runner/call-warnings.ts';
import type { PartsTotals } from '../runner/run-in-parts.ts';
import { interfaceOf, outputSchemaOf } from './arm-interface.ts';
import { attemptLedger } from './attempt-ledger.ts';
import { findActor, findCommit, newRunId } from './circumstances.ts';
import { countSweep } from './count-tries.ts';
import type { Project } from './open-project.ts';
import { prepareSweep, type SweepPlan, trialPlanOf } from './plan-sweep.ts';
import { priceTable } from './price-table.ts';
import { runAndScore } from './run-and-score.ts';
import { hasTrials, type RunFolder, runFolder } from './run-folder.ts';
import type { GridRow } from './sweep-grid.ts';
import type { SweepOptions } from './sweep-options.ts';
import { isScoredAlike, SweepTrials, totalsOf, trialsOfRow } from './sweep-trials.ts';
import { writeSweep } from './write-sweep.ts';

type Totals = Awaited<ReturnType<Ports['runAndScore']>>;

/**
 * Asks every variant, and the baseline once for each model and setting, then judges each row as a run of it alone is judged.
 * Moves nothing.
 *
 * @throws InterruptedError after Ctrl-C; what was asked stays in the sweep's folder and in the cache.
 */
export async function runSweep(
  project: Project,
  prompt: ResolvedPrompt,
  options: SweepOptions,
): Promise<{ sweep: SweepFile; folder: string }> {
  const startedAt = new Date();
  const plan = await prepareSweep(project, prompt, options);
  const id = `sweep-${newRunId(startedAt)}`;
  const folder = runFolder(project.config.reports, prompt.name, id);
  const trials = new SweepTrials(
    plan.grid.rows.some(({ arms }) => !isScoredAlike(arms, plan.scoring.schema)),
  );
  const tally = new CallTally();
  const kept = `What was measured is kept in ${project.display(folder.path)}${
    plan.evaluation.cache === 'on' ? ', and in the cache: the same command goes on from there' : ''
  }`;
  const onRecord = (record: TrialRecord | PairRecord) => {
    trials.add(record);
    tally.add(record);
  };
  try {
    const totals = await ask(project, { options, plan, folder, onRecord });
    if (options.signal.aborted) throw new InterruptedError(kept);
    const { earlier } = await attemptLedger(project, prompt.name).earlier({
      cases: plan.chosen.casesDigest,
      dataset: plan.chosen.dataset.digest,
    });
    const circumstances = await circumstancesOf(project, id, startedAt);
    const rows: JudgedRow[] = [];
    const runs: RunFile[] = [];
    for (const row of plan.grid.rows) {
      const judged = await judgeRow(row, { plan, trials, totals, earlier, circumstances });
      rows.push(judged.row);
      runs.push(judged.run);
    }
    const sweep = describeSweep(prompt, options, { plan, rows, totals, earlier, circumstances, tally });
    await writeSweep(folder.path, sweep);
    if (sweep.status === 'complete' && !plan.narrowed) await countSweep(project, sweep, runs);
    return { sweep, folder: folder.path };
  } catch (error) {
    if (error instanceof InterruptedError || !hasTrials(folder)) throw error;
    throw new CutShortError(kept, error);
  }
}

interface Asking {
  options: SweepOptions;
  plan: SweepPlan;
  folder: RunFolder;
  onRecord: (record: TrialRecord | PairRecord) => void;
}

/** One pass over everything, so that all that is compared is asked side by side, under one cap. */
function ask(project: Project, { options, plan, folder, onRecord }: Asking): Promise<Totals> {
  const { grid, baseline, evaluation, images, scoring } = plan;
  const trials = trialPlanOf(plan);
  const work: Work = {
    plan: trials,
    course: { parts: [trials.cases], look: () => null },
    evaluators: scoring.ofStable,
    evaluatorsOf: ({ variant = '' }) => scoring.byVariant.get(variant) ?? scoring.ofStable,
    live: new Set(),
  };
  const title = `${formatCount(grid.rows.length)} ${grid.rows.length === 1 ? 'row' : 'rows'}${
    baseline ? ` against v${baseline.version}` : ', no baseline yet'
  }`;
  const { concurrency, maxCost, progress, signal } = options;
  const asked = { folder, images, title, concurrency, maxCost, progress, signal, cache: evaluation.cache };
  return runAndScore(project, asked, work, onRecord);
}

interface Judging {
  plan: SweepPlan;
  trials: SweepTrials;
  totals: Totals;
  earlier: EarlierAttempts;
  circumstances: Circumstances;
}

/** The evaluation that a run makes, with the answers that are there already. */
async function judgeRow(
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

async function circumstancesOf(project: Project, id: string, startedAt: Date): Promise<Circumstances> {
  const [actor, git] = await Promise.all([findActor(project.config.root), findCommit(project.config.root)]);
  return {
    id,
    startedAt: startedAt.toISOString(),
    finishedAt: new Date().toISOString(),
    actor,
    git,
    tool: project.tool,
    prices: priceTable(project.config).source,
  };
}

function describeSweep(
  prompt: ResolvedPrompt,
  options: SweepOptions,
  {
    plan,
    rows,
    totals,
    earlier,
    circumstances,
    tally,
  }: Omit<Judging, 'trials'> & { rows: readonly JudgedRow[]; tally: CallTally },
): SweepFile {
  const { evaluation, baseline, grid, chosen, narrowed } = plan;
  const { gates, repeats, cluster, evaluators } = evaluation;
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  const quality = qualityOf(metrics, gates);
  const { dataset, cases, split } = chosen;
  const { id, startedAt, finishedAt, actor, git, tool } = circumstances;
  const { completed, failed, cached, usd, judgeUsd } = totals;
  const planned = grid.lanes.length * cases.length * repeats;
  return {
    formatVersion: 1,
    id,
    prompt: prompt.name,
    status: totals.stopped === null ? 'complete' : 'incomplete',
    narrowed,
    alias: options.alias,
    baseline: baseline && { version: baseline.version, digest: baseline.digest },
    dataset: { name: dataset.name, digest: dataset.digest, cases: cases.length },
    ...(split !== undefined && { split }),
    repeats,
    ...(cluster !== undefined && { cluster }),
    metrics,
    quality,
    schema: schemaMetricOf(evaluators),
    gates: gates.filter(({ enforced }) => enforced).length,
    stables: grid.stables.map(({ settings }, index) => ({ settings, values: stableValues(rows, index) })),
    ...tabulate(rows, { metrics, gates, quality, cluster: cluster ?? null }),
    trials: { planned, completed, failed, cached },
    spend: { usd, judgeUsd },
    earlierAttempts: countEarlier(earlier),
    startedAt,
    finishedAt,
    actor,
    tool,
    git,
    warnings: [...chosen.warnings, ...sweepWarnings(tally, totals)],
  };
}

/** What the rows that are compared with it say of the baseline. */
function stableValues(rows: readonly JudgedRow[], stable: number): Record<string, number> {
  const row = rows.find(({ described }) => described.stable === stable);
  const ofAll = row?.run.comparisons.filter(({ slice }) => slice === null) ?? [];
  return Object.fromEntries(
    ofAll.flatMap(({ metric, baseline }) => (baseline && baseline.n > 0 ? [[metric, baseline.value]] : [])),
  );
}

function sweepWarnings(
  { cached, oldest, estimated, unpriced }: CallTally,
  { completed }: PartsTotals,
): string[] {
  const asked = completed - cached;
  return [
    ...(oldest === null
      ? []
      : [
          `${formatCount(cached)} of ${formatCount(completed)} answers come from the cache, the oldest of ${oldest.slice(0, 10)}. They were not paid for again and have no latency; --cache off asks for all of them.`,
        ]),
    ...(unpriced === 0
      ? []
      : [
          `${formatCount(unpriced)} answers have no known price. Prices stand under \`prices\` in the config.`,
        ]),
    ...estimateWarnings(estimated, asked),
  ];
}

/** Where the sweep's page is. */
export function sweepPage(folder: string): string {
  return join(folder, 'index.html');
}
