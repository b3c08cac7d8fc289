import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { ConflictError } from '../../core/errors.ts';
import { digestOfReviews, putReviewList } from '../../registry/review-list.ts';
import type { Project } from '../opening/open-project.ts';
import type { EvaluatedRun } from '../runs/evaluated-run.ts';
import { reviewsOfRun } from './reviews-of-run.ts';

/**
 * Keeps the list of the reviews that a run rests on beside its evidence.
 *
 * @throws ConflictError where people have said something else since.
 */
export async function keepReviews(
  project: Project,
  prompt: ResolvedPrompt,
  { run, folder }: Pick<EvaluatedRun, 'run' | 'folder'>,
): Promise<void> {
  if (run.reviews === undefined) return;
  const { reviews } = await reviewsOfRun(project, prompt, { run, folder });
  const list = reviews.list();
  if (digestOfReviews(list) !== run.reviews.digest) {
    throw new ConflictError(
      `People have reviewed answers of run ${run.id} since, or took back what they said. Release it again: prompteval release ${prompt.name} --run ${run.id}`,
    );
  }
  await putReviewList(project.store, list);
}
