import type { Completion } from '../core/completion.ts';
import type { Json } from '../core/json.ts';
import { armScore, type FlipCount, type OrderEffect, orderEffect, type PairRecord } from '../core/pair.ts';
import type { FailureCount, Unscored } from '../core/run-file.ts';
import { excerpt } from '../core/text.ts';
import type { ArmName, TrialRecord } from '../core/trial.ts';

/** The series beside `latency` that says how far each may be too long; no metric can have such a name. */
export const lagOfLatency = 'latency\nlag';

/** Characters of a reason that are kept. */
const reasonLength = 200;
const codeLength = 60;

/** What a comparison needs to know of a case. */
export interface ObservedCase {
  id: string;
  tags: string[];
  critical: boolean;
  /** What clusters are read from. */
  variables?: Readonly<Record<string, Json>>;
}

/** What was measured of one arm on one model. */
interface Lane {
  /** Whether any trial was answered, whatever could be measured of the answer. */
  answered: boolean;
  /** By metric. */
  series: Map<string, Float64Array>;
  /** Trials by the id under which the provider says it served the model. */
  served: Map<string, number>;
}

/**
 * The numbers of a run, without its texts: one Float64Array of cases × repeats per arm, model and metric,
 * in which NaN is a missing value. Memory is 8 bytes a number, whatever the answers' length.
 */
export class Observations {
  readonly cases: readonly ObservedCase[];
  readonly repeats: number;
  readonly #indexes: Map<string, number>;
  /** By model. Not by a text of both: to make one for every number takes longer than to keep the number. */
  readonly #lanes: Record<ArmName, Map<string, Lane>> = { baseline: new Map(), candidate: new Map() };
  readonly #failures = new Map<string, FailureCount>();
  /** With where its reason stands: the first in the dataset's order, whatever order the answers came in. */
  readonly #unscored = new Map<string, { position: number; unscored: Unscored & { reason: string } }>();

  constructor(cases: readonly ObservedCase[], repeats: number) {
    this.cases = cases;
    this.repeats = repeats;
    this.#indexes = new Map(cases.map((observed, index) => [observed.id, index]));
  }

  /**
   * Takes in one scored trial. A failed trial and an unscored metric leave their place missing; what the plan did not
   * ask for is ignored.
   */
  add(record: TrialRecord): void {
    const index = this.#indexes.get(record.case);
    if (index === undefined || record.repeat >= this.repeats) return;
    if (record.status === 'failed') {
      this.#countFailure(record);
      return;
    }
    const position = index * this.repeats + record.repeat;
    const lane = this.#lane(record.arm, record.model);
    lane.answered = true;
    for (const score of record.scores) {
      if ('value' in score) this.#put(lane, score.metric, position, score.value);
      else this.#countUnscored(record, position, score);
    }
    if (record.completion) this.#addAmounts(lane, position, record.completion);
  }

  /** Takes in what was said of two answers to one case. A pair that went unscored leaves its place missing on both arms. */
  addPair({ pair, case: id, repeat, scores }: PairRecord): void {
    const index = this.#indexes.get(id);
    if (index === undefined || repeat >= this.repeats) return;
    const position = index * this.repeats + repeat;
    const model = pairLane(pair);
    for (const score of scores) {
      if ('unscored' in score) {
        this.#countUnscored({ arm: 'candidate', model: pair }, position, score);
        continue;
      }
      for (const arm of ['baseline', 'candidate'] as const) {
        const own = armScore(score, arm);
        if ('value' in own) this.#put(this.#lane(arm, model), score.metric, position, own.value);
      }
      if (score.replies === undefined) continue;
      const effect = effects.indexOf(orderEffect(score.replies));
      this.#put(this.#lane('candidate', model), effectOf(score.metric), position, effect);
    }
  }

  /** How often the judge behind a metric changed its mind with the order, over all models. */
  flips(metric: string): FlipCount {
    const count: FlipCount = { asked: 0, flipped: 0, first: 0, second: 0 };
    for (const { series } of this.#lanes.candidate.values()) {
      for (const value of series.get(effectOf(metric)) ?? []) {
        const effect = effects[value];
        if (effect === undefined) continue;
        count.asked++;
        if (effect !== 'none') count.flipped++;
        if (effect === 'first' || effect === 'second') count[effect]++;
      }
    }
    return count;
  }

  /** Reads the values of one case after the other, one a repeat; NaN where missing. */
  values(arm: ArmName, model: string, metric: string): (caseIndex: number) => number[] {
    const { repeats } = this;
    const series = this.#found(arm, model, metric);
    // Copied: a view on so few numbers takes more memory than they do.
    return (caseIndex) => {
      const values = [series?.[caseIndex * repeats] ?? Number.NaN];
      for (let repeat = 1; repeat < repeats; repeat++) {
        values.push(series?.[caseIndex * repeats + repeat] ?? Number.NaN);
      }
      return values;
    };
  }

  /** Every latency there is, and the lag of each; NaN where that is not known. In milliseconds. */
  timings(arm: ArmName, model: string): { latencies: number[]; lags: number[] } {
    const all = this.#found(arm, model, 'latency') ?? new Float64Array();
    const lagged = this.#found(arm, model, lagOfLatency);
    const timed = [...all.keys()].filter((index) => !Number.isNaN(all[index]));
    return {
      latencies: timed.map((index) => all[index] ?? Number.NaN),
      lags: timed.map((index) => lagged?.[index] ?? Number.NaN),
    };
  }

  /** The same measurements of these cases alone, which are the only ones that were asked so far. */
  only(asked: ReadonlySet<string>): Observations {
    const part = new Observations(
      this.cases.filter(({ id }) => asked.has(id)),
      this.repeats,
    );
    const ofPart = (series: Float64Array) =>
      Float64Array.from(
        part.cases.flatMap(({ id }) => {
          const start = (this.#indexes.get(id) ?? 0) * this.repeats;
          return [...series.subarray(start, start + this.repeats)];
        }),
      );
    for (const arm of ['baseline', 'candidate'] as const) {
      for (const [model, { answered, series }] of this.#lanes[arm]) {
        const lane = part.#lane(arm, model);
        lane.answered = answered;
        for (const [metric, values] of series) lane.series.set(metric, ofPart(values));
      }
    }
    for (const [key, unscored] of this.#unscored) part.#unscored.set(key, unscored);
    return part;
  }

  /** Whether any trial of an arm on a model was answered, whatever could be measured of the answer. */
  answered(arm: ArmName, model: string): boolean {
    return this.#lanes[arm].get(model)?.answered ?? false;
  }

  /** The ids under which a provider says it served a model, with their trials, the most frequent first. */
  served(arm: ArmName, model: string): { id: string; trials: number }[] {
    const counts = [...(this.#lanes[arm].get(model)?.served ?? [])];
    counts.sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
    return counts.map(([id, trials]) => ({ id, trials }));
  }

  /** How many answers went without a score, by metric, model and arm, and why the first of them did. */
  unscored(): (Unscored & { reason: string })[] {
    const inOrder = [...this.#unscored.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    return inOrder.map(([, { unscored }]) => unscored);
  }

  /** Whether any answer waits for a person's word on a metric. */
  awaitsReview(metric: string): boolean {
    return this.unscored().some((entry) => entry.metric === metric && entry.awaiting !== undefined);
  }

  /** How many trials failed, by code, model and arm, the most frequent first. */
  failures(): FailureCount[] {
    const inOrder = [...this.#failures.entries()].sort(
      ([a, most], [b, least]) => least.count - most.count || (a < b ? -1 : 1),
    );
    return inOrder.map(([, failure]) => failure);
  }

  /** The indexes of a slice's cases; all of them for null. */
  caseIndexes(slice: string | null): number[] {
    const all = this.cases.map((_, index) => index);
    return slice === null ? all : all.filter((index) => this.cases[index]?.tags.includes(slice));
  }

  /** Every tag, in alphabetical order. */
  slices(): string[] {
    return [...new Set(this.cases.flatMap((observed) => observed.tags))].sort();
  }

  #addAmounts(lane: Lane, position: number, completion: Completion): void {
    const { costUsd, latencyMs, lagMs = null, usage, servedModel } = completion;
    if (costUsd !== null) this.#put(lane, 'cost', position, costUsd);
    if (latencyMs !== null) this.#put(lane, 'latency', position, latencyMs);
    if (lagMs !== null) this.#put(lane, lagOfLatency, position, lagMs);
    if (usage) {
      this.#put(lane, 'inputTokens', position, usage.inputTokens);
      this.#put(lane, 'outputTokens', position, usage.outputTokens);
    }
    // Of a file that anyone can write, so it may be anything.
    const id: unknown = servedModel;
    if (typeof id === 'string' && id !== '') lane.served.set(id, (lane.served.get(id) ?? 0) + 1);
  }

  #countFailure({ arm, model, failure }: TrialRecord): void {
    // Of a file that anyone can write, so it may be anything.
    const given: unknown = failure?.code;
    const code = typeof given === 'string' ? excerpt(given, codeLength) : 'unknown';
    const key = `${code}\n${laneKey(arm, model)}`;
    const known = this.#failures.get(key);
    const said: unknown = failure?.message;
    const message = known?.message ?? (typeof said === 'string' ? excerpt(said, reasonLength) : '');
    this.#failures.set(key, { code, model, arm, count: (known?.count ?? 0) + 1, message });
  }

  #countUnscored(
    { arm, model }: Pick<TrialRecord, 'arm' | 'model'>,
    position: number,
    score: { metric: string; unscored: string; awaits?: 'review' },
  ): void {
    const { metric } = score;
    const key = `${metric}\n${laneKey(arm, model)}`;
    const known = this.#unscored.get(key);
    const isFirst = known === undefined || position < known.position;
    const reason = isFirst ? excerpt(score.unscored, reasonLength) : known.unscored.reason;
    const count = (known?.unscored.count ?? 0) + 1;
    const awaiting = (known?.unscored.awaiting ?? 0) + (score.awaits === 'review' ? 1 : 0);
    this.#unscored.set(key, {
      position: isFirst ? position : known.position,
      unscored: { metric, model, arm, count, ...(awaiting > 0 && { awaiting }), reason },
    });
  }

  #lane(arm: ArmName, model: string): Lane {
    let lane = this.#lanes[arm].get(model);
    if (!lane) {
      lane = { answered: false, series: new Map(), served: new Map() };
      this.#lanes[arm].set(model, lane);
    }
    return lane;
  }

  #found(arm: ArmName, model: string, metric: string): Float64Array | undefined {
    return this.#lanes[arm].get(model)?.series.get(metric);
  }

  #put({ series }: Lane, metric: string, position: number, value: number): void {
    let values = series.get(metric);
    if (!values) {
      values = new Float64Array(this.cases.length * this.repeats).fill(Number.NaN);
      series.set(metric, values);
    }
    values[position] = value;
  }
}

/** Where the values of a pairing stand that are about both of its arms: one answer may stand in several pairings. */
export function pairLane(pairing: string): string {
  return `\0${pairing}`;
}

const effects: readonly OrderEffect[] = ['none', 'first', 'second', 'mixed'];

/** The series of a metric in which it stands what the order of the answers did. */
function effectOf(metric: string): string {
  return `\0${metric}`;
}

function laneKey(arm: ArmName, model: string): string {
  return `${arm}\n${model}`;
}
