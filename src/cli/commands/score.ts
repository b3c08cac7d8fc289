import { scoreStoredRun } from '../../project/evaluation/score-run.ts';
import { addNewReviews } from '../../project/labelling/review-run.ts';
import { findPrompt } from '../../project/opening/open-project.ts';
import { findRun } from '../../project/runs/runs.ts';
import { listenForInterrupt } from '../evaluation-options.ts';
import { open } from '../open.ts';
import { createProgress, type ProgressFlags } from '../progress.ts';
import { exitCodeOf, hintAfterRun, hintForReviewers, printRun } from '../run-outcome.ts';

export async function run([id]: string[], flags: ProgressFlags): Promise<void> {
  const { output, project } = await open(flags);
  const stored = await findRun(project, id);
  const prompt = findPrompt(project, stored.prompt);
  const interrupt = listenForInterrupt();
  const progress = await createProgress(flags);
  try {
    const options = { progress, signal: interrupt.signal };
    const evaluated =
      (await addNewReviews(project, prompt, stored, options)) ??
      (await scoreStoredRun(project, prompt, stored, options));
    const code = exitCodeOf(evaluated.run);
    await printRun(output, project, evaluated, code);
    output.printJson(evaluated.run);
    hintAfterRun(output, evaluated.run);
    hintForReviewers(output, evaluated.run);
    process.exitCode = code;
  } finally {
    await progress.close();
    interrupt.release();
  }
}
