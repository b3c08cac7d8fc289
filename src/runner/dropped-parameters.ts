import type { ProviderError } from '../core/errors.ts';
import type { ModelParameters } from '../core/prompt.ts';
import type { Arm, ModelSettings } from '../core/trial.ts';

/** Of the parameters that a refusal names, the first that may be left out; undefined where none may. */
export function droppableOf(
  { code, parameter, alternatives }: ProviderError,
  sent: ModelParameters,
  droppable: readonly string[],
): string | undefined {
  if (code !== 'unsupported-parameter' || parameter === undefined) return undefined;
  // Refused though it was not sent: asking again would get the same answer forever.
  return [parameter, ...alternatives].find((name) => Object.hasOwn(sent, name) && droppable.includes(name));
}

/**
 * Model parameters that models refused in this run and that their prompts allow to be left out, for each model and
 * arm: what one call found out, the next ones need not be told again.
 */
export class DroppedParameters {
  readonly #names = new Map<string, Set<string>>();

  /** The parameters that are still sent, and the names of those that are not. */
  split(arm: Arm, settings: ModelSettings): { parameters: ModelParameters; dropped: string[] } {
    if (this.#names.size === 0) return { parameters: settings.parameters, dropped: [] };
    const refused = this.#of(arm, settings);
    const given = Object.entries(settings.parameters);
    return {
      parameters: Object.fromEntries(given.filter(([name]) => !refused.has(name))),
      dropped: given.map(([name]) => name).filter((name) => refused.has(name)),
    };
  }

  /** Whether the same may be asked again without what was refused; if so, it is left out from now on. */
  accept(error: ProviderError, sent: ModelParameters, arm: Arm, settings: ModelSettings): boolean {
    const name = droppableOf(error, sent, arm.prompt['x-prompteval'].dropUnsupported ?? []);
    if (name === undefined) return false;
    this.#of(arm, settings).add(name);
    return true;
  }

  #of(arm: Arm, settings: ModelSettings): Set<string> {
    const key = JSON.stringify([arm.name, arm.variant, settings.id]);
    const names = this.#names.get(key) ?? new Set();
    this.#names.set(key, names);
    return names;
  }
}
