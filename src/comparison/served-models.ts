import { armSettings } from '../core/arm-settings.ts';
import type { ServedModels } from '../core/drift.ts';
import type { ServedModel } from '../core/run-file.ts';
import type { ArmName, ModelPairing } from '../core/trial.ts';
import type { Observations } from './observations.ts';

/** Which models were served to a baseline of then and to a candidate of now. */
export function servedModels(observations: Observations, pairings: readonly ModelPairing[]): ServedModels[] {
  return pairings.map(({ id, baseline, candidate }) => ({
    model: id,
    atRelease: baseline === null ? [] : servedIds(observations, 'baseline', baseline.id),
    now: servedIds(observations, 'candidate', candidate.id),
  }));
}

/** The ids alone. */
export function servedIds(observations: Observations, arm: ArmName, model: string): string[] {
  return observations.served(arm, model).map(({ id }) => id);
}

/** Which models were served to each arm; undefined where no provider said so. */
export function servedByArm(
  observations: Observations,
  pairings: readonly ModelPairing[],
): ServedModel[] | undefined {
  const served = armSettings(pairings).flatMap(([arm, { id: model }]) => {
    const ids = observations.served(arm, model);
    return ids.length === 0 ? [] : [{ model, arm, ids }];
  });
  return served.length === 0 ? undefined : served;
}
