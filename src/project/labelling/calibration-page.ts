import { existsSync } from 'node:fs';
import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { InputError } from '../../core/errors.ts';
import { evaluatorsBehind } from '../../evaluation/evaluators-behind.ts';
import type { LabelSession } from '../../labelling/session.ts';
import { questionOf } from '../../labelling/shared/question.ts';
import { findActor } from '../opening/circumstances.ts';
import type { Project } from '../opening/open-project.ts';
import { readJudgedAnswers } from '../runs/judged-answers.ts';
import { findRun } from '../runs/runs.ts';
import { findMeasured, requireKnown, type SheetOptions, usualSheet, writeLabelSheet } from './calibrate.ts';
import { labelItems } from './label-items.ts';
import { readSheet } from './label-sheet.ts';
import { requireSameCells } from './sheet-cells.ts';
import { sheetSession } from './sheet-session.ts';

export interface CalibrationPage {
  session: LabelSession;
  /** As people are told of it. */
  file: string;
  run: string;
  /** The command that reads the labels. */
  next: string;
}

/**
 * A sheet as the page shows it: the one that is there, so that labelling goes on where it was left, or a new one.
 *
 * @throws InputError where the sheet is about something else, or holds what is no label.
 */
export async function openCalibrationPage(
  project: Project,
  prompt: ResolvedPrompt,
  { labels, ...options }: SheetOptions & { labels?: string | undefined },
): Promise<CalibrationPage> {
  const metric = findMeasured(prompt, options.metric);
  const named = labels ?? options.out;
  const file = named ?? usualSheet(await findRun(project, options.run, prompt.name), metric.id);
  const shown = project.display(file);
  if (labels === undefined && !existsSync(file))
    await writeLabelSheet(project, prompt, { ...options, out: file });
  const sheet = await readSheet(file, shown, metric);
  if (options.run !== undefined && (await findRun(project, options.run, prompt.name)).id !== sheet.run) {
    throw new InputError({ field: '--run', message: `${shown} is about run ${sheet.run}` });
  }
  const stored = await findRun(project, sheet.run, prompt.name);
  const { run, answers } = await readJudgedAnswers(prompt, stored, metric);
  requireKnown(sheet, sheet.ids, answers, { shown, metric: metric.id });
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const asked = sheet.ids.flatMap((id) => byId.get(id) ?? []);
  const items = await labelItems(run, stored.path, asked);
  requireSameCells(shown, sheet.labelled, items);
  const [evaluator] = evaluatorsBehind(prompt.evaluators, metric.id);
  const next = `prompteval calibrate ${prompt.name} --metric ${metric.id} --labels ${shown}`;
  const session = await sheetSession({
    file,
    shown,
    metric,
    items,
    about: {
      prompt: prompt.name,
      metric: metric.id,
      run: run.id,
      question: questionOf({
        metric: metric.id,
        kind: metric.kind,
        range: metric.range,
        asks: evaluator?.asks,
      }),
      by: await findActor(project.config.root),
      isBySettled: false,
      next,
    },
  });
  return { session, file: shown, run: run.id, next };
}
