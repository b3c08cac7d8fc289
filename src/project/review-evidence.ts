import type { ResolvedPrompt } from '../config/resolved-config.ts';
import { canonicalJson, digestBytes, digestOf } from '../core/digest.ts';
import { ConflictError, IntegrityError } from '../core/errors.ts';
import type { Store } from '../core/registry.ts';
import type { RunFile } from '../core/run-file.ts';
import { listAnswerReviews, readAnswerReview } from '../registry/answer-reviews.ts';
import { blobKey } from '../registry/keys.ts';
import type { EvaluatedRun } from './evaluated-run.ts';
import type { Project } from './open-project.ts';
import type { ReviewList } from './open-reviews.ts';
import { reviewsOfRun } from './reviews-of-run.ts';

/**
 * Keeps the list of the reviews that a run rests on beside its evidence, under the digest that run.json names.
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
  const text = canonicalJson(reviews.list());
  if (digestBytes(text) !== run.reviews.digest) {
    throw new ConflictError(
      `People have reviewed answers of run ${run.id} since, or took back what they said. Release it again: prompteval release ${prompt.name} --run ${run.id}`,
    );
  }
  await project.store.putIfAbsent(blobKey(run.reviews.digest), new TextEncoder().encode(text));
}

/** Whether people have said something since of the answers that a kept run rests on. */
export async function reviewsChanged(store: Store, prompt: string, { reviews }: RunFile): Promise<boolean> {
  if (reviews === undefined) return false;
  const key = blobKey(reviews.digest);
  const bytes = await store.get(key);
  if (bytes === undefined || digestBytes(bytes) !== reviews.digest) {
    throw new IntegrityError(`${key}, the list of the reviews that the run rests on, is missing or damaged`);
  }
  const then = JSON.parse(new TextDecoder().decode(bytes)) as ReviewList;
  const keys = await listAnswerReviews(store, prompt);
  for (const [subject, digests] of Object.entries(then)) {
    const records = await Promise.all((keys.get(subject) ?? []).map((name) => readAnswerReview(store, name)));
    if (canonicalJson(records.map(digestOf)) !== canonicalJson(digests)) return true;
  }
  return false;
}
