import { resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { counted } from '../../core/format.ts';
import { shellWord } from '../../core/shell-word.ts';
import { printable } from '../../core/text.ts';
import { expectedLabel } from '../../project/labelling/label-sheet.ts';
import { openReviewPage, readReviewSheet, writeReviewSheet } from '../../project/labelling/review-page.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import { type LabelPageFlags, serveLabelPage } from '../label-page.ts';
import { open } from '../open.ts';
import type { Output } from '../output.ts';

interface ReviewFlags extends LabelPageFlags {
  metric?: string;
  run?: string;
  out?: string;
  labels?: string;
}

type Prompt = ReturnType<typeof findPrompt>;

export async function run([name = '']: string[], flags: ReviewFlags): Promise<void> {
  refuseTogether(flags);
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name);
  const { labels, out } = flags;
  if (labels !== undefined) return record(output, project, prompt, { ...flags, labels: resolve(labels) });
  if (out !== undefined) return write(output, project, prompt, { ...flags, out: resolve(out) });
  const page = await openReviewPage(project, prompt, flags);
  if (page) return serveLabelPage(output, page.session, flags, 'the registry');
  output.print('Nothing waits for a review: every answer that gates ask about has one.');
  output.printJson({ prompt: name, answers: 0 });
}

async function write(
  output: Output,
  project: Project,
  prompt: Prompt,
  { out, ...options }: ReviewFlags & { out: string },
): Promise<void> {
  const file = project.display(out);
  const { run: id, metric, answers } = await writeReviewSheet(project, prompt, { out, ...options });
  output.printJson({
    prompt: prompt.name,
    run: id,
    metric: metric.id,
    answers,
    file: answers > 0 ? file : null,
  });
  if (answers === 0) return output.print(`Nothing of run ${id} waits for a review.`);
  output.print(`${counted(answers, 'answer')} of run ${id} to review in ${file}`);
  output.note(
    `Fill in the column "label" with ${expectedLabel(metric)}; then: prompteval review ${prompt.name} --metric ${metric.id} --labels ${shellWord(file)}`,
  );
}

async function record(
  output: Output,
  project: Project,
  prompt: Prompt,
  { labels, metric, run: named }: ReviewFlags & { labels: string },
): Promise<void> {
  const read = await readReviewSheet(project, prompt, { labels, metric, run: named });
  output.printJson({ prompt: prompt.name, ...read });
  output.print(`${counted(read.recorded, 'review')} of run ${read.run} recorded, by ${printable(read.by)}`);
  output.note(`Next: ${read.next}`);
}

function refuseTogether({ labels, out, open: opens }: ReviewFlags): void {
  const problems = [
    ...(labels !== undefined && out !== undefined
      ? [{ field: '--out', message: 'does not go with --labels' }]
      : []),
    ...(opens && (labels !== undefined || out !== undefined)
      ? [{ field: '--open', message: 'goes with the page alone' }]
      : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
}
