import type { Json } from '../core/json.ts';
import { armScore, type FlipCount, type OrderEffect, orderEffect, type PairRecord } from '../core/pair.ts';
import type { FailureCount, Unscored } from '../core/run-file.ts';
import type { ArmName, TrialRecord } from '../core/trial.ts';
import { Clusters } from './clusters.ts';
import { Lane } from './lane.ts';
import { MissingCounts } from './missing-counts.ts';
import { Series } from './series.ts';

/** What a comparison needs to know of a case. */
export interface ObservedCase {
  id: string;
  tags: string[];
  critical: boolean;
  /** What clusters are read from. */
  variables?: Readonly<Record<string, Json>>;
}

/**
 * The numbers of a run, without its texts: one series of cases × repeats per arm, model and metric. Memory is 8 bytes a
 * number, whatever the answers' length.
 */
export class Observations {
  readonly cases: readonly ObservedCase[];
  readonly repeats: number;
  /** What stands for a series that nobody measured: no case has a value. */
  readonly nothing: Series;
  readonly #indexes: Map<string, number>;
  /** By model. Not by a text of both: to make one for every number takes longer than to keep the number. */
  readonly #lanes: Record<ArmName, Map<string, Lane>> = { baseline: new Map(), candidate: new Map() };
  readonly #all: readonly number[];
  /** The indexes of the cases with each tag; made when first asked for. */
  #slices: Map<string, number[]> | undefined;
  /** By field. */
  readonly #clusters = new Map<string, Clusters>();
  readonly #missing = new MissingCounts();

  constructor(cases: readonly ObservedCase[], repeats: number) {
    this.cases = cases;
    this.repeats = repeats;
    this.nothing = new Series(new Float64Array(), repeats);
    this.#all = cases.map((_, index) => index);
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
      this.#missing.addFailure(record);
      return;
    }
    const position = index * this.repeats + record.repeat;
    const lane = this.#lane(record.arm, record.model);
    lane.answered = true;
    for (const score of record.scores) {
      if ('value' in score) lane.put(score.metric, position, score.value);
      else this.#missing.addUnscored(record, position, score);
    }
    if (record.completion) lane.putAnswer(position, record.completion);
  }

  /** Takes in what was said of two answers to one case. A pair that went unscored leaves its place missing on both arms. */
  addPair({ pair, case: id, repeat, scores }: PairRecord): void {
    const index = this.#indexes.get(id);
    if (index === undefined || repeat >= this.repeats) return;
    const position = index * this.repeats + repeat;
    const model = pairLane(pair);
    for (const score of scores) {
      if ('unscored' in score) {
        this.#missing.addUnscored({ arm: 'candidate', model: pair }, position, score);
        continue;
      }
      for (const arm of ['baseline', 'candidate'] as const) {
        const own = armScore(score, arm);
        if ('value' in own) this.#lane(arm, model).put(score.metric, position, own.value);
      }
      if (score.replies === undefined) continue;
      const effect = effects.indexOf(orderEffect(score.replies));
      this.#lane('candidate', model).put(effectOf(score.metric), position, effect);
    }
  }

  /** How often the judge behind a metric changed its mind with the order, over all models. */
  flips(metric: string): FlipCount {
    const count: FlipCount = { asked: 0, flipped: 0, first: 0, second: 0 };
    for (const { series } of this.#lanes.candidate.values()) {
      for (const value of series.get(effectOf(metric))?.values ?? []) {
        const effect = effects[value];
        if (effect === undefined) continue;
        count.asked++;
        if (effect !== 'none') count.flipped++;
        if (effect === 'first' || effect === 'second') count[effect]++;
      }
    }
    return count;
  }

  /** What one arm got on a model and metric. */
  series(arm: ArmName, model: string, metric: string): Series {
    return this.#lanes[arm].get(model)?.series.get(metric) ?? this.nothing;
  }

  /** The same measurements of these cases alone, which are the only ones that were asked so far. */
  only(asked: ReadonlySet<string>): Observations {
    const part = new Observations(
      this.cases.filter(({ id }) => asked.has(id)),
      this.repeats,
    );
    const indexes = part.cases.map(({ id }) => this.#indexes.get(id));
    for (const arm of ['baseline', 'candidate'] as const) {
      for (const [model, { answered, series }] of this.#lanes[arm]) {
        const lane = part.#lane(arm, model);
        lane.answered = answered;
        for (const [metric, all] of series) lane.series.set(metric, all.at(indexes));
      }
    }
    part.#missing.takeUnscored(this.#missing);
    return part;
  }

  /** Whether any trial of an arm on a model was answered, whatever could be measured of the answer. */
  answered(arm: ArmName, model: string): boolean {
    return this.#lanes[arm].get(model)?.answered ?? false;
  }

  /** The ids under which a provider says it served a model, with their trials, the most frequent first. */
  served(arm: ArmName, model: string): { id: string; trials: number }[] {
    return this.#lanes[arm].get(model)?.served() ?? [];
  }

  /** How many answers went without a score, by metric, model and arm, and why the first of them did. */
  unscored(): (Unscored & { reason: string })[] {
    return this.#missing.unscored();
  }

  /** Whether any answer waits for a person's word on a metric. */
  awaitsReview(metric: string): boolean {
    return this.unscored().some((entry) => entry.metric === metric && entry.awaiting !== undefined);
  }

  /** How many trials failed, by code, model and arm, the most frequent first. */
  failures(): FailureCount[] {
    return this.#missing.failures();
  }

  /** The indexes of a slice's cases; all of them for null. */
  caseIndexes(slice: string | null): readonly number[] {
    return slice === null ? this.#all : (this.#byTag().get(slice) ?? []);
  }

  /** Every tag, in alphabetical order. */
  slices(): string[] {
    return [...this.#byTag().keys()].sort();
  }

  /** How cases are counted by a field. */
  clusters(field: string): Clusters {
    const clusters = this.#clusters.get(field) ?? new Clusters(this.cases, field);
    this.#clusters.set(field, clusters);
    return clusters;
  }

  #byTag(): Map<string, number[]> {
    this.#slices ??= indexesByTag(this.cases);
    return this.#slices;
  }

  #lane(arm: ArmName, model: string): Lane {
    let lane = this.#lanes[arm].get(model);
    if (!lane) {
      lane = new Lane(this.cases.length, this.repeats);
      this.#lanes[arm].set(model, lane);
    }
    return lane;
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

function indexesByTag(cases: readonly ObservedCase[]): Map<string, number[]> {
  const indexes = new Map<string, number[]>();
  for (const [index, { tags }] of cases.entries()) {
    for (const tag of tags) {
      const slice = indexes.get(tag);
      if (slice === undefined) indexes.set(tag, [index]);
      // A tag may stand twice.
      else if (slice.at(-1) !== index) slice.push(index);
    }
  }
  return indexes;
}
