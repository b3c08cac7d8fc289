import { armSettings } from '../core/arm-settings.ts';
import { addSpend, type JudgeSpend, noSpend } from '../core/judge.ts';
import { isPair, type PairRecord } from '../core/pair.ts';
import type { SentParameters } from '../core/run-file.ts';
import { type ArmName, type ModelPairing, type TrialRecord, wasAskedNow } from '../core/trial.ts';

const nothingDropped: string[] = [];

/** What the calls of a run were like, whatever was answered. */
export class CallTally {
  /** By arm and model, every list of parameters that was left out of a call, by its text; mostly one. */
  readonly #dropped = new Map<string, Map<string, string[]>>();

  readonly #judges = new Map<string, JudgeSpend>();
  #judged = noSpend;

  /** Answers of this run whose usage is an estimate. */
  estimated = 0;
  /** Answers of this run whose price is not known. */
  unpriced = 0;

  /** Trials that have an answer, whatever it came from. */
  readonly answered: Record<ArmName, number> = { baseline: 0, candidate: 0 };

  /** Answers that a cache had. */
  cached = 0;
  /** When the oldest of those was asked for. */
  oldest: string | null = null;

  add(record: TrialRecord | PairRecord): void {
    this.#addJudge(record);
    if (!isPair(record)) this.#addTrial(record);
  }

  /** What the questions behind a metric came to, in this run; by the first metric of an evaluator. */
  judgedBy(metric: string): JudgeSpend {
    return this.#judges.get(metric) ?? noSpend;
  }

  /** What all questions of evaluators came to, also of runs that did not keep them apart. */
  get judges(): JudgeSpend {
    return this.#judged;
  }

  #addJudge({ judge }: TrialRecord | PairRecord): void {
    if (judge === undefined) return;
    const { by = {}, ...spend } = judge;
    this.#judged = addSpend(this.#judged, spend);
    for (const [metric, part] of Object.entries(by)) {
      this.#judges.set(metric, addSpend(this.judgedBy(metric), part));
    }
  }

  #addTrial(record: TrialRecord): void {
    const { arm, model, status, completion, askedAt } = record;
    if (status === 'completed') this.answered[arm]++;
    if (completion === undefined) return;
    if (wasAskedNow(record)) {
      if (completion.usage?.estimated) this.estimated++;
      if (completion.costUsd === null) this.unpriced++;
    }
    if (askedAt !== undefined) {
      this.cached++;
      if (this.oldest === null || askedAt < this.oldest) this.oldest = askedAt;
    }
    const { dropped = nothingDropped } = completion;
    const text = dropped.length === 0 ? '' : JSON.stringify(dropped);
    this.#droppedOf(arm, model).set(text, dropped);
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
