import { join } from 'node:path';
import type { RepeatedCase } from '../../comparison/power.ts';
import { InputError } from '../../core/errors.ts';
import type { RunFile } from '../../core/run-file.ts';
import type { ModelPairing, TrialRecord } from '../../core/trial.ts';
import { isTrialRecord } from '../../core/trial-line.ts';
import { readJsonLines } from '../../report/json-lines.ts';

/** What one unchanged prompt did on one model. */
export interface SelfRunValues {
  /** What the run calls the model. */
  model: string;
  /** The values of each case, by metric; cases in the order of their ids. */
  casesOf(metric: string): RepeatedCase[];
  /** The mean over the answers; null where one of them has no known price, or where there was none. */
  usdPerCall: number | null;
}

/**
 * The repeated trials of one prompt, for each model. Where both arms are the same prompt, they are all trials of it;
 * where they differ, only the baseline's own repeats say how it disagrees with itself.
 *
 * @throws InputError where the run has one trial a case of each of two prompts, or where its trials can't be read.
 */
export async function readSelfRunValues(run: RunFile, folder: string): Promise<SelfRunValues[]> {
  const { baseline, candidate } = run.arms;
  // A drift run's arms are one prompt at two times, and what differs may be the model.
  const isSelfRun = baseline !== null && baseline.digest === candidate.digest && run.drift === undefined;
  if (!isSelfRun && run.repeats < 2) {
    throw new InputError({
      message: `run ${run.id} has one trial a case of each prompt in it, so nothing in it says how often an unchanged prompt disagrees with itself`,
      hint: `Run stable against itself: prompteval power ${run.prompt}`,
    });
  }
  const collectors = run.pairings.map((pairing) => new Collector(pairing, isSelfRun));
  try {
    for await (const line of readJsonLines(join(folder, 'trials.jsonl'), () => undefined)) {
      if (isTrialRecord(line)) for (const collector of collectors) collector.add(line);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `the trials of run ${run.id} cannot be read: ${message}` });
  }
  return collectors;
}

class Collector implements SelfRunValues {
  readonly model: string;
  readonly #lanes: { arm: string; model: string }[];
  readonly #values = new Map<string, Map<string, number[]>>();
  #usd = 0;
  #answers = 0;

  constructor({ id, baseline, candidate }: ModelPairing, isSelfRun: boolean) {
    this.model = id;
    const lanes = [
      ...(baseline ? [{ arm: 'baseline', model: baseline.id }] : []),
      { arm: 'candidate', model: candidate.id },
    ];
    this.#lanes = isSelfRun ? lanes : lanes.slice(0, 1);
  }

  add({ arm, model, case: id, status, completion, scores }: TrialRecord): void {
    if (status !== 'completed' || !this.#lanes.some((lane) => lane.arm === arm && lane.model === model))
      return;
    this.#answers++;
    this.#usd += completion?.costUsd ?? Number.NaN;
    for (const score of scores) {
      if (!('value' in score)) continue;
      const cases = getOrAdd(this.#values, score.metric, () => new Map<string, number[]>());
      getOrAdd(cases, id, () => []).push(score.value);
    }
  }

  get usdPerCall(): number | null {
    const mean = this.#usd / this.#answers;
    return Number.isNaN(mean) ? null : mean;
  }

  casesOf(metric: string): RepeatedCase[] {
    return [...(this.#values.get(metric) ?? [])]
      .map(([id, values]) => ({ id, values }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

function getOrAdd<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = create();
  map.set(key, made);
  return made;
}
