import { join } from 'node:path';
import type { ResolvedPrompt } from '../config/resolved-config.ts';
import type { CalibrationRecord } from '../core/calibration.ts';
import { digestOf } from '../core/digest.ts';
import { InputError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import type { RunFile } from '../core/run-file.ts';
import type { Metric } from '../core/score.ts';
import { suggestion } from '../core/suggest.ts';
import type { TrialRecord } from '../core/trial.ts';
import { isTrialRecord } from '../core/trial-line.ts';
import { calibrate, type JudgedAnswer, sampleAnswers } from '../evaluation/calibrate.ts';
import { evaluatorsDigest } from '../evaluation/digests.ts';
import { evaluatorsBehind } from '../evaluation/evaluators-behind.ts';
import { readJsonLines } from '../report/json-lines.ts';
import { caseMask, sensitiveVariables } from '../report/mask.ts';
import { writeCalibration } from './calibration-records.ts';
import { findActor } from './circumstances.ts';
import { readLabels, type SheetRow, writeSheet } from './label-sheet.ts';
import type { Project } from './open-project.ts';
import { findRun, readResult, type StoredRun } from './runs.ts';
import { readStoredCases } from './stored-cases.ts';
import { digestOfTrials } from './stored-trials.ts';

/** @throws InputError that names the metrics there are. */
function findMeasured({ name, evaluators }: ResolvedPrompt, id: string): Metric {
  const metrics = evaluators.flatMap((evaluator) => evaluator.metrics);
  const metric = metrics.find((other) => other.id === id);
  if (metric?.pairwise) {
    throw new InputError({
      field: '--metric',
      message: `"${id}" compares two answers, and people label one at a time`,
      hint: 'The flip rate in the report says how far its judge can be relied on',
    });
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

/** Draws answers of a stored run, and writes the file in which a person labels them. */
export async function writeLabelSheet(
  project: Project,
  prompt: ResolvedPrompt,
  options: { metric: string; run?: string | undefined; sample: number; out?: string | undefined },
): Promise<{ run: string; file: string; answers: number; metric: Metric }> {
  const metric = findMeasured(prompt, options.metric);
  const stored = await findRun(project, options.run, prompt.name);
  const { run, answers } = await readAnswers(prompt, stored, metric);
  const drawn = sampleAnswers(answers, options.sample, `${run.id}\n${options.metric}`);
  if (drawn.length === 0) {
    const message = `no answer of run ${run.id} has a score for ${options.metric}`;
    throw new InputError({ message });
  }
  const file = options.out ?? join(stored.path, `labels-${encodeURIComponent(options.metric)}.csv`);
  await writeSheet(file, project.display(file), await sheetRows(stored, run, drawn));
  return { run: run.id, file: project.display(file), answers: drawn.length, metric };
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
  const { run, answers } = await readAnswers(prompt, stored, metric);
  const known = new Set(answers.map(({ id }) => id));
  const strange = [...sheet.labels.keys()].filter((id) => !known.has(id));
  if (strange.length > 0) {
    throw new InputError({
      file: shown,
      message: `${strange.length} of ${sheet.labels.size} labels are about no answer that run ${run.id} has a ${options.metric} for`,
      hint: 'Leave the column "id" as it was written, and name the metric that the file was made for',
    });
  }
  const record: CalibrationRecord = {
    formatVersion: 1,
    prompt: prompt.name,
    metric: options.metric,
    evaluator: evaluatorsDigest(evaluatorsBehind(prompt.evaluators, options.metric)),
    run: run.id,
    at: new Date().toISOString(),
    by: await findActor(project.config.root),
    ...calibrate(answers, sheet.labels, metric),
  };
  const file = await writeCalibration(project.config.root, record);
  return { record, file: project.display(file) };
}

interface StoredAnswer extends JudgedAnswer {
  case: string;
  text: string;
}

/** The first answer to each case on each model: repeats would count one case several times. */
async function readAnswers(
  prompt: ResolvedPrompt,
  { id, path }: StoredRun,
  metric: Metric,
): Promise<{ run: RunFile; answers: StoredAnswer[] }> {
  const run = await readResult({ id, path, prompt: prompt.name });
  if (run.digests.evaluators !== evaluatorsDigest(prompt.evaluators)) {
    const message = `run ${id} was scored by other evaluators than those that the config has now`;
    throw new InputError({
      message,
      hint: `What people say of their scores is no word on these. Make a new run: prompteval run ${prompt.name}`,
    });
  }
  if ((await digestOfTrials(id, path)) !== run.digests.trials) {
    const message = `trials.jsonl was changed after run ${id} finished`;
    throw new InputError({ message, hint: 'Restore it from where the run was made' });
  }
  const answers: StoredAnswer[] = [];
  for await (const line of readJsonLines(join(path, 'trials.jsonl'), () => undefined)) {
    if (isTrialRecord(line)) answers.push(...answerOf(run, line, metric));
  }
  return { run, answers };
}

function answerOf(run: RunFile, trial: TrialRecord, metric: Metric): StoredAnswer[] {
  const score = trial.scores.find((other) => other.metric === metric.id);
  const pairing = run.pairings.find((other) => other[trial.arm]?.id === trial.model);
  if (trial.repeat !== 0 || !pairing || !score || !('value' in score)) return [];
  const { arm, model } = trial;
  const id = shortId([run.id, metric.id, arm, trial.case, model]);
  const pair = JSON.stringify([trial.case, pairing.id]);
  return [{ id, arm, pair, score: score.value, case: trial.case, text: trial.completion?.text ?? '' }];
}

/** Short, and without a word of where the answer is from. */
function shortId(parts: string[]): string {
  return digestOf(parts).replace('sha256:', '').slice(0, 12);
}

async function sheetRows(
  { path }: StoredRun,
  run: RunFile,
  drawn: readonly StoredAnswer[],
): Promise<SheetRow[]> {
  const { cases } = await readStoredCases(path);
  const byId = new Map(cases.map((item) => [item.id, item]));
  const sensitive = sensitiveVariables(run, {});
  return drawn.map(({ id, case: name, text }) => {
    const item: { variables?: Readonly<Record<string, Json>>; expected?: Json } = byId.get(name) ?? {};
    const { variables = {}, expected } = item;
    const mask = caseMask({ ...variables }, sensitive);
    const input = Object.entries(variables).map(
      ([key, value]) => `${key}: ${wordsOf(mask.variable(key, value))}`,
    );
    const wanted = expected === undefined ? '' : wordsOf(mask.json(expected));
    return { id, run: run.id, input: input.join('\n'), expected: wanted, answer: mask.text(text) };
  });
}

function wordsOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
