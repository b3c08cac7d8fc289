import type { ServedModels } from '../core/drift.ts';
import type { ModelPairing } from '../core/trial.ts';
import type { Observations } from './observations.ts';

/** Which models were served to a baseline of then and to a candidate of now. */
export function servedModels(observations: Observations, pairings: readonly ModelPairing[]): ServedModels[] {
  return pairings.map(({ id, baseline, candidate }) => ({
    model: id,
    atRelease: baseline === null ? [] : observations.served('baseline', baseline.id),
    now: observations.served('candidate', candidate.id),
  }));
}
