import { findPrompt } from '../../project/opening/open-project.ts';
import { reviewOverride } from '../../project/release/review-override.ts';
import { open } from '../open.ts';
import type { GlobalOptions } from '../output.ts';

export async function run(
  [name = '']: string[],
  flags: GlobalOptions & { seq: number; alias: string; reason: string },
): Promise<void> {
  const { output, project } = await open(flags);
  const prompt = findPrompt(project, name).name;
  const { alias, seq, reason } = flags;
  const review = await reviewOverride(project, prompt, { alias, seq, reason });
  output.print(`Reviewed: move ${seq} of ${alias} of ${prompt}, by ${review.by}.`);
  output.printJson(review);
}
