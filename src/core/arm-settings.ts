import type { ArmName, ModelPairing, ModelSettings } from './trial.ts';

/** Each arm on each model that it ran on, once. */
export function armSettings(pairings: readonly ModelPairing[]): [ArmName, ModelSettings][] {
  const found = new Map<string, [ArmName, ModelSettings]>();
  for (const { baseline, candidate } of pairings) {
    if (baseline) found.set(`baseline\n${baseline.id}`, ['baseline', baseline]);
    found.set(`candidate\n${candidate.id}`, ['candidate', candidate]);
  }
  return [...found.values()];
}
