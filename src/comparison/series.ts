/**
 * What one arm got on one metric: the repeats of every case, one case after the other; NaN where missing. One column,
 * because an object for each case takes many times the memory of its numbers.
 */
export class Series {
  readonly values: Float64Array;
  /** How many values each case has. */
  readonly repeats: number;
  #means: Float64Array | undefined;
  #logs: Series | undefined;

  constructor(values: Float64Array, repeats: number) {
    this.values = values;
    this.repeats = repeats;
  }

  /** Of so many cases, none of which has a value yet. */
  static missing(cases: number, repeats: number): Series {
    return new Series(new Float64Array(cases * repeats).fill(Number.NaN), repeats);
  }

  put(position: number, value: number): void {
    this.values[position] = value;
    this.#means = undefined;
    this.#logs = undefined;
  }

  value(index: number, repeat: number): number {
    return this.values[index * this.repeats + repeat] ?? Number.NaN;
  }

  /** All values of one case, in a list of its own. */
  of(index: number): number[] {
    return Array.from({ length: this.repeats }, (_, repeat) => this.value(index, repeat));
  }

  /** The mean of what was measured of a case; NaN where nothing was. */
  mean(index: number): number {
    // Asked for by every gate and slice, so it is kept; of single trials it is there already.
    this.#means ??= this.repeats === 1 ? this.values : this.#allMeans();
    // Of −0 too it is 0, as every sum is.
    return 0 + (this.#means[index] ?? Number.NaN);
  }

  /** The mean with every missing value taken as `substitute`; with NaN, missing values are left out. */
  meanWith(index: number, substitute: number): number {
    let sum = 0;
    let count = 0;
    for (let repeat = 0; repeat < this.repeats; repeat++) {
      const value = this.value(index, repeat);
      const used = Number.isNaN(value) ? substitute : value;
      if (Number.isNaN(used)) continue;
      sum += used;
      count++;
    }
    return count === 0 ? Number.NaN : sum / count;
  }

  /** Of what was measured of a case; 0 where nothing was. */
  sum(index: number): number {
    let sum = 0;
    for (let repeat = 0; repeat < this.repeats; repeat++) {
      const value = this.value(index, repeat);
      if (!Number.isNaN(value)) sum += value;
    }
    return sum;
  }

  /** The largest of what was measured of a case; NaN where nothing was. */
  largest(index: number): number {
    let largest = Number.NaN;
    for (let repeat = 0; repeat < this.repeats; repeat++) {
      const value = this.value(index, repeat);
      if (!Number.isNaN(value) && !(value <= largest)) largest = value;
    }
    return largest;
  }

  /** How many values of a case were measured. */
  measured(index: number): number {
    let measured = 0;
    for (let repeat = 0; repeat < this.repeats; repeat++) {
      if (!Number.isNaN(this.value(index, repeat))) measured++;
    }
    return measured;
  }

  hasMissing(index: number): boolean {
    return this.measured(index) < this.repeats;
  }

  /** How many values of a case are this one. */
  count(index: number, wanted: number): number {
    let count = 0;
    for (let repeat = 0; repeat < this.repeats; repeat++) {
      if (this.value(index, repeat) === wanted) count++;
    }
    return count;
  }

  /** The logarithms of latencies. */
  get logs(): Series {
    this.#logs ??= new Series(this.values.map(logOf), this.repeats);
    return this.#logs;
  }

  /** The same of these cases, in this order; a case that is not there has no value. */
  at(indexes: readonly (number | undefined)[]): Series {
    const part = Series.missing(indexes.length, this.repeats);
    indexes.forEach((index, place) => {
      if (index === undefined) return;
      const start = index * this.repeats;
      part.values.set(this.values.subarray(start, start + this.repeats), place * this.repeats);
    });
    return part;
  }

  #allMeans(): Float64Array {
    const means = new Float64Array(this.values.length / this.repeats);
    for (let index = 0; index < means.length; index++) means[index] = this.meanWith(index, Number.NaN);
    return means;
  }
}

/** The logarithm of a latency in milliseconds; one below a microsecond counts as one. */
export function logOf(latencyMs: number): number {
  return Math.log(Math.max(latencyMs, 0.001));
}
