import { type PairedCounts, tangoStatistic } from './tango.ts';

/** Two statistics closer than this are a tie: rounding must not decide which tables are "at least as extreme". */
const tie = 1e-9;

/**
 * The tables at least as favourable as the observed one when H0 is P(win) − P(loss) = difference.
 *
 * @param into where the region is written, for those who look at many and at one at a time: as long as there are cases, and one.
 */
export function favourableRegion(
  { wins, losses, cases }: PairedCounts,
  difference: number,
  into?: Int32Array,
): Int32Array {
  return regionAbove(tangoStatistic(wins, losses, cases, difference) - tie, cases, difference, into);
}

/**
 * The tables whose score statistic is at least `least`: for each number of wins the largest number of losses, −1 where
 * none belongs. The statistic falls with losses and rises with wins, so one walk up the stairs finds them all.
 */
export function regionAbove(
  least: number,
  cases: number,
  difference: number,
  mostLosses: Int32Array = new Int32Array(cases + 1),
): Int32Array {
  let limit = -1;
  for (let w = 0; w <= cases; w++) {
    while (limit < cases - w && tangoStatistic(w, limit + 1, cases, difference) >= least) limit++;
    mostLosses[w] = Math.min(limit, cases - w);
  }
  return mostLosses;
}

/** ln k! for k = 0 … ; grown on demand and kept, because the exact test asks for the same ones millions of times. */
let logFactorials = new Float64Array(1);

function logFactorialsUpTo(n: number): Float64Array {
  if (logFactorials.length <= n) {
    const grown = new Float64Array(Math.max(n + 1, 2 * logFactorials.length));
    for (let k = 1; k < grown.length; k++) grown[k] = (grown[k - 1] ?? 0) + Math.log(k);
    logFactorials = grown;
  }
  return logFactorials;
}

/** Standard deviations to either side of the mean number of wins; what lies beyond weighs less than 1e-16. */
const reach = 8.5;

/** Stands for 1 where the odds would be infinite. */
const almostSure = 1 - 1e-15;

/**
 * P(table in region) when a case is won with probability `win` and lost with probability `loss`:
 * Σ over w of Bin(w; n, win) · BinCDF(mostLosses[w]; n − w, loss / (1 − win)).
 * The cdf is carried from one w to the next by adding single probabilities; every term is positive, so nothing cancels.
 */
export function regionProbability(mostLosses: Int32Array, win: number, loss: number): number {
  const cases = mostLosses.length - 1;
  const logs = logFactorialsUpTo(cases);
  const share = Math.min(almostSure, loss / (1 - win));
  const odds = share / (1 - share);
  const logShare = Math.log(share);
  const logRest = Math.log1p(-share);

  const spread = reach * Math.sqrt(cases * win * (1 - win)) + reach;
  const last = Math.min(cases, Math.ceil(cases * win + spread));
  let wins = Math.max(0, Math.floor(cases * win - spread));
  while (wins <= last && limitAt(wins) < 0) wins++;
  if (wins > last) return 0;

  let winTerm = Math.exp(logPmf(wins, cases, Math.log(win), Math.log1p(-win)));
  let limit = limitAt(wins);
  let cdf = lossCdf(limit, cases - wins);
  let total = 0;
  for (; wins <= last; wins++) {
    total += winTerm * Math.min(1, cdf);
    winTerm *= ((cases - wins) / (wins + 1)) * (win / (1 - win));
    const rest = cases - wins - 1;
    const nextLimit = wins < cases ? limitAt(wins + 1) : limit;
    if (nextLimit >= rest) {
      cdf = 1;
      limit = nextLimit;
      continue;
    }
    let lossTerm = Math.exp(logPmf(limit, rest, logShare, logRest));
    cdf += share * lossTerm;
    for (; limit < nextLimit; limit++) {
      lossTerm *= ((rest - limit) / (limit + 1)) * odds;
      cdf += lossTerm;
    }
  }
  return Math.min(1, total);

  function limitAt(index: number): number {
    return mostLosses[index] ?? -1;
  }

  function logPmf(k: number, n: number, logP: number, logQ: number): number {
    const choose = (logs[n] ?? 0) - (logs[k] ?? 0) - (logs[n - k] ?? 0);
    // 0 · ln 0 is 0 here.
    return choose + (k === 0 ? 0 : k * logP) + (k === n ? 0 : (n - k) * logQ);
  }

  function lossCdf(k: number, n: number): number {
    if (k >= n) return 1;
    let term = Math.exp(logPmf(k, n, logShare, logRest));
    let sum = 0;
    if (k <= n * share) {
      for (let i = k; i >= 0 && term > sum * 1e-17; i--) {
        sum += term;
        term *= i / (n - i + 1) / odds;
      }
      return sum;
    }
    for (let i = k; i < n && (i === k || term > sum * 1e-17); i++) {
      term *= ((n - i) / (i + 1)) * odds;
      sum += term;
    }
    return 1 - sum;
  }
}
