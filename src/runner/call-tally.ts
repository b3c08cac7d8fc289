import { armSettings } from '../core/arm-settings.ts';
import type { SentParameters } from '../core/run-file.ts';
import type { ArmName, ModelPairing, TrialRecord } from '../core/trial.ts';

/** What the calls of a run were like, whatever was answered. */
export class CallTally {
  /** By arm and model, every list of parameters that was left out of a call, by its text; mostly one. */
  readonly #dropped = new Map<string, Map<string, string[]>>();

  /** Answers of this run whose usage is an estimate. */
  estimated = 0;
  /** Answers of this run whose price is not known. */
  unpriced = 0;

  add({ arm, model, completion, from }: TrialRecord): void {
    if (completion === undefined) return;
    if (completion.usage?.estimated && from === undefined) this.estimated++;
    if (completion.costUsd === null && from === undefined) this.unpriced++;
    const { dropped = [] } = completion;
    this.#droppedOf(arm, model).set(JSON.stringify(dropped), dropped);
  }

  /** undefined where everything was sent as it was planned. */
  sent(pairings: readonly ModelPairing[]): SentParameters[] | undefined {
    const sent = armSettings(pairings).flatMap(([arm, { id: model, parameters }]) =>
      [...this.#droppedOf(arm, model)].sort(byText).map(([, dropped]) => {
        const kept = Object.entries(parameters).filter(([name]) => !dropped.includes(name));
        return { model, arm, parameters: Object.fromEntries(kept), dropped };
      }),
    );
    return sent.some(({ dropped }) => dropped.length > 0) ? sent : undefined;
  }

  #droppedOf(arm: ArmName, model: string): Map<string, string[]> {
    const key = `${arm}\n${model}`;
    const lists = this.#dropped.get(key) ?? new Map();
    this.#dropped.set(key, lists);
    return lists;
  }
}

function byText([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
