import type { SentParameters } from '../core/run-file.ts';
import type { ArmName, ModelPairing, ModelSettings, TrialRecord } from '../core/trial.ts';

/** What is counted of the calls of one arm to one model. */
interface Lane {
  /** Every list of parameters that was left out of a call, by its text; mostly one. */
  dropped: Map<string, string[]>;
}

/** What the calls of a run were like, whatever was answered. */
export class CallTally {
  readonly #lanes = new Map<string, Lane>();

  add({ arm, model, completion }: TrialRecord): void {
    if (completion === undefined) return;
    const lane = this.#lane(arm, model);
    const { dropped = [] } = completion;
    lane.dropped.set(JSON.stringify(dropped), dropped);
  }

  /** undefined where everything was sent as it was planned. */
  sent(pairings: readonly ModelPairing[]): SentParameters[] | undefined {
    const sent = armsOf(pairings).flatMap(([arm, { id: model, parameters }]) =>
      [...this.#lane(arm, model).dropped].sort(byText).map(([, dropped]) => {
        const kept = Object.entries(parameters).filter(([name]) => !dropped.includes(name));
        return { model, arm, parameters: Object.fromEntries(kept), dropped };
      }),
    );
    return sent.some(({ dropped }) => dropped.length > 0) ? sent : undefined;
  }

  #lane(arm: ArmName, model: string): Lane {
    const key = `${arm}\n${model}`;
    const lane = this.#lanes.get(key) ?? { dropped: new Map() };
    this.#lanes.set(key, lane);
    return lane;
  }
}

/** Each arm on each model that it ran on, once. */
export function armsOf(pairings: readonly ModelPairing[]): [ArmName, ModelSettings][] {
  const lanes = new Map<string, [ArmName, ModelSettings]>();
  for (const { baseline, candidate } of pairings) {
    if (baseline) lanes.set(`baseline\n${baseline.id}`, ['baseline', baseline]);
    lanes.set(`candidate\n${candidate.id}`, ['candidate', candidate]);
  }
  return [...lanes.values()];
}

function byText([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
