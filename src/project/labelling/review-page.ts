import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { reviewCommand } from '../../core/answer-review.ts';
import { InputError } from '../../core/errors.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { Metric } from '../../core/score.ts';
import type { LabelSession } from '../../labelling/session.ts';
import { questionOf } from '../../labelling/shared/question.ts';
import type { OwnersPort } from '../../release/ports.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';
import { findRun, readResult, type StoredRun } from '../runs/runs.ts';
import { labelItems } from './label-items.ts';
import { readLabels, writeSheet } from './label-sheet.ts';
import { changedTerms } from './review-run.ts';
import { isReviewed, type ReviewTask, readReviews, reviewer, reviewSession } from './review-session.ts';
import { type ReviewedAnswer, reviewedAnswers, reviewersOf } from './reviewed-answers.ts';
import { requireSameCells } from './sheet-cells.ts';

export interface ReviewOptions {
  run?: string | undefined;
  metric?: string | undefined;
}

/** One question about one run, and who answers it. */
interface OpenTask {
  task: ReviewTask;
  stored: StoredRun;
  run: RunFile;
  evaluator: Evaluator;
  /** Those that nobody has reviewed. */
  waiting: ReviewedAnswer[];
  before: Awaited<ReturnType<typeof readReviews>>;
  port: OwnersPort;
  /** The command for when it is answered. */
  next: string;
}

/** The first question of the run that waits for somebody, or the one that is named. */
async function openTask(project: Project, prompt: ResolvedPrompt, options: ReviewOptions): Promise<OpenTask> {
  const reviewers = reviewersOf(prompt, options.metric);
  const stored = await findRun(project, options.run, prompt.name);
  const run = await readResult(stored);
  const port = await openOwners(project);
  const who = await port.identify();
  const opened: Omit<OpenTask, 'next'>[] = [];
  for (const evaluator of reviewers) {
    const answers = await reviewedAnswers(project, prompt, { stored, run }, evaluator);
    const before = await readReviews(project, prompt.name, answers);
    const waiting = answers.filter(({ subject }) => !isReviewed(before.get(subject)));
    const task = { prompt: prompt.name, metric: metricOf(evaluator), run: run.id, answers, who };
    opened.push({ task, stored, run, evaluator, waiting, before, port });
  }
  const found = opened.find(({ waiting }) => waiting.length > 0) ?? opened[0];
  if (found === undefined) throw new TypeError('there is always a reviewer');
  const isMore = opened.some((other) => other !== found && other.waiting.length > 0);
  return { ...found, next: isMore ? reviewCommand(prompt.name, run.id) : nextCommand(project, prompt, run) };
}

function metricOf({ metrics }: Evaluator): Metric {
  const [metric] = metrics;
  if (metric === undefined) throw new TypeError('an evaluator measures something');
  return metric;
}

export interface ReviewPage {
  session: LabelSession;
  run: string;
  metric: string;
}

/** The answers that wait for somebody, and those that this person has reviewed before; null where there is none. */
export async function openReviewPage(
  project: Project,
  prompt: ResolvedPrompt,
  options: ReviewOptions,
): Promise<ReviewPage | null> {
  const { task, stored, run, evaluator, before, port, next } = await openTask(project, prompt, options);
  const answers = task.answers.filter(({ subject }) => {
    const reviews = before.get(subject);
    return !isReviewed(reviews) || reviews?.some(({ by }) => by === task.who.name);
  });
  if (answers.length === 0) return null;
  const { id, kind, range } = task.metric;
  const session = reviewSession(
    project,
    port,
    { ...task, answers },
    {
      items: await labelItems(run, stored.path, answers),
      before,
      about: {
        prompt: prompt.name,
        metric: id,
        run: run.id,
        question: questionOf({ metric: id, kind, range, asks: evaluator.asks }),
        by: task.who.name,
        isBySettled: true,
        next,
      },
    },
  );
  return { session, run: run.id, metric: id };
}

/** Writes what waits for somebody into a file. */
export async function writeReviewSheet(
  project: Project,
  prompt: ResolvedPrompt,
  { out, ...options }: ReviewOptions & { out: string },
): Promise<{ run: string; metric: Metric; answers: number }> {
  const { task, stored, run, waiting } = await openTask(project, prompt, options);
  if (waiting.length > 0) {
    const items = await labelItems(run, stored.path, waiting);
    await writeSheet(out, project.display(out), run.id, items);
  }
  return { run: run.id, metric: task.metric, answers: waiting.length };
}

/** Records every label of such a file as a review. */
export async function readReviewSheet(
  project: Project,
  prompt: ResolvedPrompt,
  { labels, ...options }: ReviewOptions & { labels: string },
): Promise<{ run: string; metric: string; recorded: number; by: string; next: string }> {
  const shown = project.display(labels);
  const [first] = reviewersOf(prompt, options.metric);
  const scale = first && metricOf(first);
  if (scale === undefined) throw new TypeError('there is always a reviewer');
  const sheet = await readLabels(labels, shown, scale);
  if (options.run !== undefined)
    await requireRunOf(sheet.run, shown, findRun(project, options.run, prompt.name));
  const { task, stored, port, run, next } = await openTask(project, prompt, {
    run: sheet.run,
    metric: scale.id,
  });
  const byId = new Map(task.answers.map((answer) => [answer.id, answer]));
  const strange = [...sheet.labels.keys()].filter((id) => !byId.has(id));
  if (strange.length > 0) {
    throw new InputError({
      file: shown,
      message: `${strange.length} of ${sheet.labels.size} labels are about no answer of run ${run.id} that ${scale.id} asks about`,
      hint: 'Leave the column "id" as it was written; name the metric with --metric',
    });
  }
  const labelled = task.answers.filter(({ id }) => sheet.labels.has(id));
  requireSameCells(shown, sheet.labelled, await labelItems(run, stored.path, labelled));
  const record = reviewer(project, port, task);
  for (const [id, value] of sheet.labels) {
    const answer = byId.get(id);
    if (answer !== undefined) await record(answer, value, '');
  }
  const recorded = sheet.labels.size;
  return { run: run.id, metric: scale.id, recorded, by: task.who.name, next };
}

/** A file of labels names its run; whoever names another means other answers. */
async function requireRunOf(ofSheet: string, file: string, found: Promise<StoredRun>): Promise<void> {
  const { id } = await found;
  if (id === ofSheet) return;
  throw new InputError({
    field: '--run',
    message: `${file} is about run ${ofSheet}, not ${id}`,
    hint: 'Leave --run out: the file names its run',
  });
}

/** A run that could not be released whatever people say is looked at, or made anew, and not released. */
function nextCommand(project: Project, prompt: ResolvedPrompt, run: RunFile): string {
  const { id, status, plan } = run;
  if (status !== 'complete') return `prompteval score ${id}`;
  const changed = changedTerms(project, prompt, run);
  if (changed.length > 0) {
    return `prompteval run ${prompt.name} (since run ${id} ${changed.join(', ')} changed, so it can't be released; an answer that is the same keeps its reviews)`;
  }
  return `prompteval release ${prompt.name} --run ${id}${plan.alias === 'stable' ? '' : ` --alias ${plan.alias}`}`;
}
