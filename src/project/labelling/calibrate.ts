import { join } from 'node:path';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { CalibrationRecord } from '../../core/calibration.ts';
import { InputError } from '../../core/errors.ts';
import type { Metric } from '../../core/score.ts';
import { suggestion } from '../../core/suggest.ts';
import { calibrate, sampleAnswers } from '../../evaluation/calibrate.ts';
import { evaluatorsDigest } from '../../evaluation/digests.ts';
import { evaluatorsBehind } from '../../evaluation/evaluators-behind.ts';
import { writeCalibration } from '../opening/calibration-records.ts';
import { findActor } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { readJudgedAnswers } from '../runs/judged-answers.ts';
import { findRun, type StoredRun } from '../runs/runs.ts';
import { labelItems } from './label-items.ts';
import { type Labels, readLabels, writeSheet } from './label-sheet.ts';
import { requireSameCells } from './sheet-cells.ts';

/** @throws InputError that names the metrics there are. */
export function findMeasured({ name, evaluators }: ResolvedPrompt, id: string): Metric {
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  const metric = metrics.find((other) => other.id === id);
  if (metric?.pairwise) {
    throw new InputError({
      field: '--metric',
      message: `"${id}" compares two answers, and people label one at a time`,
      hint: 'The flip rate in the report says how far its judge can be relied on',
    });
  }
  if (metric && evaluators.some((other) => other.byPeople && other.metrics.includes(metric))) {
    const message = `people give "${id}" themselves, so there is nothing to set against them`;
    throw new InputError({ field: '--metric', message, hint: `Review answers: prompteval review ${name}` });
  }
  if (metric) return metric;
  const known = metrics.map((other) => other.id);
  const hint = suggestion(id, known);
  throw new InputError({
    field: '--metric',
    message: `no evaluator of ${name} measures "${id}"`,
    ...(hint && { hint }),
  });
}

export interface SheetOptions {
  metric: string;
  run?: string | undefined;
  sample: number;
  out?: string | undefined;
}

/** Draws answers of a stored run, and writes the file in which a person labels them. */
export async function writeLabelSheet(
  project: Project,
  prompt: ResolvedPrompt,
  options: SheetOptions,
): Promise<{ run: string; file: string; answers: number; metric: Metric }> {
  const metric = findMeasured(prompt, options.metric);
  const stored = await findRun(project, options.run, prompt.name);
  const { run, answers } = await readJudgedAnswers(prompt, stored, metric);
  const drawn = sampleAnswers(answers, options.sample, `${run.id}\n${options.metric}`);
  if (drawn.length === 0) {
    const message = `no answer of run ${run.id} has a score for ${options.metric}`;
    throw new InputError({ message });
  }
  const file = options.out ?? usualSheet(stored, options.metric);
  await writeSheet(file, project.display(file), run.id, await labelItems(run, stored.path, drawn));
  return { run: run.id, file: project.display(file), answers: drawn.length, metric };
}

/** Where a sheet goes that nobody named another place for. */
export function usualSheet({ path }: Pick<StoredRun, 'path'>, metric: string): string {
  return join(path, `labels-${encodeURIComponent(metric)}.csv`);
}

/** Sets a person's labels against the scores of the run, and keeps what came of it. */
export async function readLabelSheet(
  project: Project,
  prompt: ResolvedPrompt,
  options: { metric: string; labels: string },
): Promise<{ record: CalibrationRecord; file: string }> {
  const metric = findMeasured(prompt, options.metric);
  const shown = project.display(options.labels);
  const sheet = await readLabels(options.labels, shown, metric);
  const stored = await findRun(project, sheet.run, prompt.name);
  const { run, answers } = await readJudgedAnswers(prompt, stored, metric);
  requireKnown(sheet, [...sheet.labels.keys()], answers, { shown, metric: options.metric });
  const labelled = answers.filter(({ id }) => sheet.labels.has(id));
  requireSameCells(shown, sheet.labelled, await labelItems(run, stored.path, labelled));
  const record: CalibrationRecord = {
    formatVersion: 1,
    prompt: prompt.name,
    metric: options.metric,
    evaluator: evaluatorsDigest(evaluatorsBehind(prompt.evaluators, options.metric)),
    run: stored.id,
    at: new Date().toISOString(),
    by: sheet.people.join(', ') || (await findActor(project.config.root)),
    ...calibrate(answers, sheet.labels, metric),
  };
  const file = await writeCalibration(project.config.root, record);
  return { record, file: project.display(file) };
}

/** @throws InputError where a sheet is about other answers than those that its run has a score for. */
export function requireKnown(
  { run }: Pick<Labels, 'run'>,
  ids: readonly string[],
  answers: readonly { id: string }[],
  { shown, metric }: { shown: string; metric: string },
): void {
  const known = new Set(answers.map(({ id }) => id));
  const strange = ids.filter((id) => !known.has(id));
  if (strange.length === 0) return;
  throw new InputError({
    file: shown,
    message: `${strange.length} of ${ids.length} labels are about no answer that run ${run} has a ${metric} for`,
    hint: 'Leave the column "id" as it was written, and name the metric that the file was made for',
  });
}
