import { canonicalJson } from '../core/digest.ts';
import type { PromptFile } from '../core/prompt.ts';
import type { ModelPairing } from '../core/trial.ts';

/** A version ships with its model and parameters, so these must be among what its run evaluates. */
export function includesOwnModel(
  pairings: readonly Pick<ModelPairing, 'candidate'>[],
  prompt: Pick<PromptFile, 'model' | 'modelParameters'>,
): boolean {
  const own = canonicalJson(prompt.modelParameters);
  return pairings.some(
    ({ candidate }) => candidate.model === prompt.model && canonicalJson(candidate.parameters) === own,
  );
}

/** The model that the version ships with, where its run did not evaluate that. */
export function missingModel(
  pairings: readonly Pick<ModelPairing, 'candidate'>[],
  prompt: Pick<PromptFile, 'model' | 'modelParameters'>,
): string | undefined {
  return includesOwnModel(pairings, prompt) ? undefined : prompt.model;
}
