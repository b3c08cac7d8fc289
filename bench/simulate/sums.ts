// Written apart from src/statistics, so that a mistake there is not made here a second time.

const logFactorials: number[] = [0];

function logFactorial(n: number): number {
  for (let k = logFactorials.length; k <= n; k++)
    logFactorials.push((logFactorials[k - 1] ?? 0) + Math.log(k));
  return logFactorials[n] ?? Number.NaN;
}

/** P(X = k) for X ~ Binomial(n, p), for every k from 0 to `most`. */
export function binomialTerms(n: number, p: number, most = n): number[] {
  const [logP, logQ] = [Math.log(p), Math.log1p(-p)];
  return Array.from({ length: Math.min(most, n) + 1 }, (_, k) => {
    const choose = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    // 0 · ln 0 is 0 here.
    return Math.exp(choose + (k === 0 ? 0 : k * logP) + (k === n ? 0 : (n - k) * logQ));
  });
}

/** P(X ≤ k) */
export function chanceOfAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : sum(binomialTerms(n, p, k));
}

/** P(X ≥ k) */
export function chanceOfAtLeast(k: number, n: number, p: number): number {
  return chanceOfAtMost(n - k, n, 1 - p);
}

/** Which tables pass: for each number of wins the most losses, −1 where none does. It may end before `cases` wins. */
export interface PassingTables {
  cases: number;
  mostLosses: readonly number[];
}

/** How often cases flip: `win` and `loss` are the chances of one case. */
export interface Flips {
  win: number;
  loss: number;
}

/** The chance to pass, by adding up every table. Wins beyond the last one listed count as passing: never too low. */
export function chanceToPass({ cases, mostLosses }: PassingTables, { win, loss }: Flips): number {
  const wins = binomialTerms(cases, win, mostLosses.length - 1);
  const share = Math.min(1, loss / (1 - win));
  const listed = wins.map((term, w) =>
    term < 1e-18 ? term : term * chanceOfAtMost(mostLosses[w] ?? -1, cases - w, share),
  );
  const beyond = mostLosses.length > cases ? 0 : chanceOfAtLeast(mostLosses.length, cases, win);
  return sum(listed) + beyond;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
