import { join } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { CutShortError, InterruptedError } from '../../core/errors.ts';
import { formatCount } from '../../core/format.ts';
import type { PairRecord } from '../../core/pair.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { SweepFile } from '../../core/sweep.ts';
import type { TrialRecord } from '../../core/trial.ts';
import type { Circumstances, Work } from '../../evaluation/evaluation.ts';
import type { JudgedRow } from '../../evaluation/sweep-table.ts';
import { CallTally } from '../../runner/call-tally.ts';
import { attemptLedger } from '../cases/attempt-ledger.ts';
import { runAndScore } from '../evaluation/run-and-score.ts';
import { priceTable } from '../models/price-table.ts';
import { findActor, findCommit, newRunId } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { hasAnswers, type RunFolder, runFolder } from '../runs/run-folder.ts';
import { countSweep } from './count-tries.ts';
import { describeSweep } from './describe-sweep.ts';
import { judgeRow, type SweepTotals } from './judge-row.ts';
import { prepareSweep, type SweepPlan, trialPlanOf } from './plan-sweep.ts';
import type { SweepOptions } from './sweep-options.ts';
import { isScoredAlike, SweepTrials } from './sweep-trials.ts';
import { writeSweep } from './write-sweep.ts';

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
    if (!plan.narrowed) await attemptLedger(project, prompt.name).requireWritable();
    const totals = await ask(project, { options, plan, folder, onRecord });
    if (options.signal.aborted) throw new InterruptedError(kept);
    const { earlier } = await attemptLedger(project, prompt.name).earlier({
      cases: plan.chosen.casesDigest,
      dataset: plan.chosen.dataset.digest,
    });
    const circumstances = await circumstancesOf(project, id, startedAt);
    const judging = { plan, trials, totals, earlier, circumstances };
    const rows: JudgedRow[] = [];
    const runs: RunFile[] = [];
    for (const row of plan.grid.rows) {
      const judged = await judgeRow(row, judging);
      rows.push(judged.row);
      runs.push(judged.run);
    }
    const sweep = describeSweep(prompt.name, options.alias, rows, { ...judging, tally });
    await writeSweep(folder.path, sweep);
    if (sweep.status === 'complete' && !plan.narrowed) await countSweep(project, sweep, runs);
    return { sweep, folder: folder.path };
  } catch (error) {
    if (error instanceof InterruptedError || !hasAnswers(folder)) throw error;
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
function ask(project: Project, { options, plan, folder, onRecord }: Asking): Promise<SweepTotals> {
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

/** Where the sweep's page is. */
export function sweepPage(folder: string): string {
  return join(folder, 'index.html');
}
