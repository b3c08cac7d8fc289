import type { MetricDefinition } from './metrics.ts';

/**
 * Every number that a person reads goes through these functions, so that the terminal, the HTML page, the
 * Markdown comment and the JUnit file can't disagree.
 */

const minus = '−';

/** `−1.4`, `12,000`, with a real minus sign; never `−0.0`. Without Intl, whose first number takes longer than a page of text. */
function fixed(value: number, digits: number): string {
  const text = grouped(Math.abs(value), digits);
  const isZero = !/[1-9∞]/.test(text);
  return value < 0 && !isZero ? `${minus}${text}` : text;
}

/** As English groups digits. */
function grouped(size: number, digits: number): string {
  if (!Number.isFinite(size)) return Number.isNaN(size) ? 'NaN' : '∞';
  const [whole = '', fraction] = rounded(size, digits).split('.');
  const inThousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? inThousands : `${inThousands}.${fraction}`;
}

/** Half of the last digit goes up as the number is written, whatever lies below it in binary: 1.005 is 1.01. */
function rounded(size: number, digits: number): string {
  const [mantissa, exponent = '0'] = String(size).split('e');
  const shifted = Number(`${mantissa}e${Number(exponent) + digits}`);
  if (shifted < Number.MAX_SAFE_INTEGER) return (Math.round(shifted) / 10 ** digits).toFixed(digits);
  // From here on toFixed writes powers of ten.
  return size < 1e21 ? size.toFixed(digits) : BigInt(size).toString();
}

function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** Decimals that show the first significant digit and one more, within limits. */
function digitsFor(value: number, least: number, most: number): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(size)) return least;
  return Math.min(most, Math.max(least, 1 - Math.floor(Math.log10(size))));
}

export function formatCount(value: number): string {
  return fixed(Math.round(value), 0);
}

/** `1 case`, `240 cases`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** `0.013`, `under 0.001`: a p value. */
export function formatProbability(probability: number): string {
  return probability < 0.001 ? 'under 0.001' : fixed(probability, 3);
}

/** `87.3 %` of a share between 0 and 1. */
export function formatShare(share: number, digits = 1): string {
  return `${fixed(share * 100, digits)} %`;
}

/**
 * `95 %`, `97.5 %`, `99.58 %`: how sure a bound is. Rounded down, so that the words never claim more than was proven;
 * it is never `100 %`.
 */
export function formatConfidence(confidence: number): string {
  // What lies below a step by less than a rounding error is on it.
  const steps = Math.floor(confidence * 10_000 + 1e-7);
  return `${fixed(steps / 100, 2).replace(/\.?0+$/, '')} %`;
}

/** `99.58 %`, or `99.58 % to 99.91 %` of several. */
export function formatConfidences(confidences: readonly number[]): string {
  const least = formatConfidence(Math.min(...confidences));
  const most = formatConfidence(Math.max(...confidences));
  return least === most ? least : `${least} to ${most}`;
}

/** `$0.0041`, `$4.49`; in so many digits more. */
export function formatUsd(usd: number, finer = 0): string {
  return `$${fixed(usd, digitsFor(usd, 2, 7) + finer)}`;
}

/** `$0.153`, `$12.34`: three significant digits, for amounts that are compared with one another. */
export function formatUsdFine(usd: number): string {
  return `$${fixed(usd, digitsFor(usd / 10, 2, 8))}`;
}

/** `820 ms`, `1.9 s`. */
export function formatMilliseconds(ms: number, finer = 0): string {
  if (Math.abs(ms) >= 1000) return `${fixed(ms / 1000, 2 + finer)} s`;
  return `${fixed(ms, digitsFor(ms, 0, 2) + finer)} ms`;
}

/** `4 min 12 s`, for how long a run took. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return formatMilliseconds(ms);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `3` or `2.1`: percentage points without their unit, one decimal unless it is whole. */
export function formatPoints(share: number, finer = 0): string {
  return fixed(share * 100, 1 + finer).replace(/\.0+$/, '');
}

/** A value in its metric's own unit: `87.3 %`, `0.861`, `$0.0041`, `820 ms`; in so many digits more. */
export function formatValue(metric: MetricDefinition, value: number, finer = 0): string {
  if (metric.id === 'cost') return formatUsd(value, finer);
  if (metric.id === 'latency') return formatMilliseconds(value, finer);
  if (metric.kind === 'amount') return fixed(value, digitsFor(value, 0, 2) + finer);
  if (metric.kind === 'binary') return formatShare(value, 1 + finer);
  return fixed(value, 3 + finer);
}

/** The size of a difference, without a sign: `2.1 points`, `0.013`, `10.4 %`; in so many digits more. */
export function formatSize(metric: MetricDefinition, size: number, finer = 0): string {
  if (metric.kind === 'amount') return formatShare(Math.abs(size), 1 + finer);
  if (metric.kind === 'binary') {
    const points = formatPoints(Math.abs(size), finer);
    return `${points} ${points === '1' ? 'point' : 'points'}`;
  }
  return fixed(Math.abs(size), 3 + finer);
}

/** A number in as many digits as tell it from the one that it stands beside: 5.03 is above 5, and `5` is not. */
export function formatApart(
  value: number,
  other: number,
  format: (value: number, finer: number) => string,
): string {
  for (let finer = 0; finer <= mostFiner; finer++) {
    const text = format(value, finer);
    if (text !== format(other, finer)) return text;
  }
  return format(value, 0);
}

/** A number that somebody wrote, in all its digits: a bound of 1.27 points is not within a limit of 1.25, which `1.3` would say. */
export function formatWritten(value: number, format: (value: number, finer: number) => string): string {
  const finest = withoutLastZeros(format(value, mostFiner));
  for (let finer = 0; finer < mostFiner; finer++) {
    const text = format(value, finer);
    if (withoutLastZeros(text) === finest) return text;
  }
  return finest;
}

function withoutLastZeros(text: string): string {
  return text.replace(/(\.\d*?)0+(?!\d)/, '$1').replace(/\.(?!\d)/, '');
}

/** What differs by less is the same but for rounding. */
const mostFiner = 4;

/** From nearly nothing, any amount is a rise by trillions of percent, which nobody can read. */
const mostTimes = 10_000;

/**
 * How the metric itself moved, given a delta that is positive when the candidate is better:
 * a prompt that got 10.4 % cheaper has the delta 0.104 and the change `−10.4 %`.
 */
export function formatChange(metric: MetricDefinition, delta: number, finer = 0): string {
  const change = metric.better === 'lower' ? -delta : delta;
  if (metric.kind === 'amount')
    return change > mostTimes
      ? `over +${fixed(mostTimes * 100, 0)} %`
      : `${signed(change * 100, 1 + finer)} %`;
  if (metric.kind === 'binary') return `${signed(change * 100, 1 + finer)} pp`;
  return signed(change, 3 + finer);
}

/**
 * The two bounds of a change in rising order and without their unit: `['−1.9', '−0.9']`. A bound that JSON lost is infinite.
 *
 * @param limit that they are told from, on the same scale
 */
export function formatChangeRange(
  metric: MetricDefinition,
  bounds: { low: number | null; high: number | null },
  limit: number | null = null,
): [string, string] {
  const [least, most] = metric.better === 'lower' ? [bounds.high, bounds.low] : [bounds.low, bounds.high];
  const written = (bound: number, finer = 0) => formatChange(metric, bound, finer);
  const text = (bound: number | null, infinite: string) => {
    if (bound === null || !Number.isFinite(bound)) return infinite;
    const change = limit === null ? written(bound) : formatApart(bound, limit, written);
    return change.replace(/ (pp|%)$/, '');
  };
  return [text(least, `${minus}∞`), text(most, '+∞')];
}

/** A score of one case: a binary one reads `pass` (its better value) or `fail`, and as a share where repeats disagree. */
export function formatCaseValue(metric: MetricDefinition, value: number): string {
  if (metric.kind === 'binary' && (value === 0 || value === 1))
    return value === (metric.better === 'lower' ? 0 : 1) ? 'pass' : 'fail';
  return formatValue(metric, value);
}

/** A number of a metric that nobody describes: at most six significant digits. */
export function formatNumber(value: number): string {
  const text = String(Math.abs(Number(value.toPrecision(6))));
  return value < 0 && text !== '0' ? `${minus}${text}` : text;
}

/** `2:41`, `1:02:05`: a running clock. */
export function formatClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const tail = String(seconds % 60).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${tail}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${tail}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `22 Aug 2026 14:03 UTC`. Without Intl, whose first date takes 45 ms: a tenth of what `status` takes. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${dayOf(time)} ${time.toISOString().slice(11, 16)} UTC`;
}

/** The same to the second, where moments are compared: `22 Aug 2026 14:03:20 UTC`. */
export function formatMoment(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return `${dayOf(time)} ${time.toISOString().slice(11, 19)} UTC`;
}

function dayOf(time: Date): string {
  return `${time.getUTCDate()} ${months[time.getUTCMonth()]} ${time.getUTCFullYear()}`;
}
