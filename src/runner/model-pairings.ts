import { canonicalJson } from '../core/digest.ts';
import type { ModelParameters, PromptFile } from '../core/prompt.ts';
import type { ModelPairing, ModelSettings } from '../core/trial.ts';

/**
 * An entry of the config's `models`: each arm's own model, or one model for both. In a sweep, `model` may be `own` too, with
 * parameters for it.
 */
export type ModelSpec = 'own' | { model: string; parameters: ModelParameters };

/**
 * What runs on what. With `own`, each arm runs on its version's model and parameters; with a named model, both
 * arms run on it, each with its own parameters under those of the spec. Entries that come to the same are one.
 */
export function pairModels(
  specs: readonly ModelSpec[],
  baseline: PromptFile | null,
  candidate: PromptFile,
): ModelPairing[] {
  const pairings = new Map<string, ModelPairing>();
  for (const spec of specs) {
    const pairing = pair(baseline && settingsFor(spec, baseline), settingsFor(spec, candidate));
    const key = canonicalJson([pairing.baseline, pairing.candidate].map(withoutId));
    const known = pairings.get(key) ?? pairing;
    pairings.set(key, isOwn(spec) ? { ...known, own: true } : known);
  }
  return [...pairings.values()];
}

/** What a prompt runs on by an entry. */
export function settingsFor(spec: ModelSpec, prompt: PromptFile): ModelSettings {
  const { model, parameters } = spec === 'own' ? { model: 'own', parameters: {} } : spec;
  const named = model === 'own' ? prompt.model : model;
  const overrides = Object.entries(parameters).map(([name, value]) => `${name}=${canonicalJson(value)}`);
  return {
    id: [named, ...overrides].join(' '),
    model: named,
    parameters: { ...prompt.modelParameters, ...parameters },
  };
}

export function isOwn(spec: ModelSpec): boolean {
  return spec === 'own' || spec.model === 'own';
}

function withoutId(settings: ModelSettings | null): unknown {
  return settings && [settings.model, settings.parameters];
}

function pair(baseline: ModelSettings | null, candidate: ModelSettings): ModelPairing {
  const id = baseline === null || baseline.id === candidate.id ? candidate.id : 'own';
  return { id, baseline, candidate };
}
