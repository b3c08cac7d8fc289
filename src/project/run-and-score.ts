import { rm } from 'node:fs/promises';
import type { Evaluator } from '../core/evaluator.ts';
import type { ProgressSink } from '../core/progress.ts';
import type { TrialRecord } from '../core/trial.ts';
import { renderPrompt } from '../prompts/render.ts';
import { expectedTokens } from '../providers/token-estimate.ts';
import { estimateUsage } from '../providers/usage-estimate.ts';
import { digestFile, openJournal } from '../runner/journal.ts';
import { lanesOf, type TrialPlan } from '../runner/plan-trials.ts';
import { type Course, type PartsTotals, runInParts } from '../runner/run-in-parts.ts';
import type { RunnerPorts } from '../runner/run-trials.ts';
import type { ImageFiles } from './image-files.ts';
import type { Project } from './open-project.ts';
import { priceTable } from './price-table.ts';
import { createProviderPool } from './providers.ts';
import { requirePrices } from './require-prices.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';

export interface RunAndScoreOptions {
  folder: RunFolder;
  /** The baseline's trials, where another run asked them: they are kept with the others and not asked again. */
  taken?: AsyncIterable<TrialRecord> | undefined;
  /** Those that the cases were checked with. */
  images: ImageFiles;
  concurrency?: number | undefined;
  maxCost?: number | undefined;
  progress: ProgressSink;
  signal: AbortSignal;
}

/**
 * Asks the models and scores what they answer, journalled line by line. A run that fails before its first answer
 * leaves nothing behind.
 */
export async function runAndScore(
  project: Project,
  options: RunAndScoreOptions,
  plan: TrialPlan,
  course: Course,
  evaluators: readonly Evaluator[],
  onRecord: (record: TrialRecord) => void,
): Promise<PartsTotals & { trialsDigest: string; cached: number }> {
  const { folder, images, taken, progress, signal } = options;
  const asked = taken === undefined ? plan : { ...plan, baseline: null };
  const models = [...new Set(lanesOf(asked).map((lane) => lane.settings.model))];
  const prices = priceTable(project.config);
  const maxCost = options.maxCost ?? project.config.maxCost;
  if (maxCost !== null) requirePrices(models, prices);
  const pool = createProviderPool(project.config, { concurrency: options.concurrency });
  await pool.prepare(models);
  await createRunFolder(folder, plan.cases);
  const journal = openJournal(folder.trials);
  startProgress(progress, asked, maxCost, titleOf(plan, taken !== undefined));
  let recorded = 0;
  try {
    const before = { completed: 0, failed: 0 };
    for await (const record of taken ?? []) {
      await journal.append(record);
      before[record.status]++;
      onRecord(record);
    }
    const ports: RunnerPorts = {
      providerOf: pool.providerOf,
      render: (prompt, testCase) => images.loadInto(renderPrompt(prompt, testCase.variables)),
      estimateUsage: (prompt, messages, { text }) =>
        estimateUsage({ messages, tools: prompt['x-prompteval'].tools ?? [], answer: text }),
      expectedTokens,
      priceOf: prices.priceOf,
      evaluators,
      async record(record) {
        await journal.append(record);
        recorded++;
        onRecord(record);
      },
      progress,
      signal,
      maxCost,
    };
    const totals = await runInParts(asked, course, models, ports);
    await journal.close();
    return {
      ...totals,
      completed: before.completed + totals.completed,
      failed: before.failed + totals.failed,
      cached: before.completed + before.failed,
      trialsDigest: await digestFile(folder.trials),
    };
  } catch (error) {
    await journal.close().catch(() => undefined);
    if (recorded === 0) await rm(folder.path, { recursive: true, force: true });
    throw error;
  } finally {
    await pool.close();
    progress.emit({ type: 'run-finished' });
  }
}

function titleOf({ baseline, candidate }: TrialPlan, isTaken: boolean): string {
  const name = candidate.version === null ? 'draft' : `v${candidate.version}`;
  if (isTaken) return `${name} now against then`;
  return baseline ? `${name} vs v${baseline.version}` : `${name}, no baseline yet`;
}

function startProgress(progress: ProgressSink, plan: TrialPlan, maxCost: number | null, title: string): void {
  const perLane = plan.cases.length * plan.repeats;
  const planned = new Map<string, number>();
  for (const { settings } of lanesOf(plan))
    planned.set(settings.id, (planned.get(settings.id) ?? 0) + perLane);
  progress.emit({
    type: 'run-started',
    prompt: plan.candidate.prompt.name,
    title,
    models: [...planned].map(([id, count]) => ({ id, planned: count })),
    maxCost,
  });
}
