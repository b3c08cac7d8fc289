import type { Comparison, WorseSlice } from '../core/comparison.ts';
import { formatCount, formatProbability, formatShare } from '../core/format.ts';
import type { RunFile } from '../core/run-file.ts';
import { modelCount } from './gate-rows.ts';

/** What is worth knowing beside the gates, in words. Each function gives nothing where there is nothing to say. */

const mostNamed = 3;

/** `german: quality 12 worse, 1 better of 40 (p 0.013)` */
export function worseSliceWords(run: RunFile): string[] {
  return (run.worseSlices ?? []).map(
    ({ metric, model, slice, wins, losses, cases, adjusted, clusters }: WorseSlice) =>
      `${slice}: ${subject(run, metric, model)} ${flipWords({ wins, losses, pairs: cases })}${clusterWords(clusters)} (p ${formatProbability(adjusted)})`,
  );
}

/** `; clusters of customer: 5 worse, 0 better of 12`, which is what was tested then. */
function clusterWords(clusters: WorseSlice['clusters']): string {
  return clusters ? `; clusters of ${clusters.field}: ${flipWords(clusters)}` : '';
}

function flipWords({ wins, losses, pairs }: { wins: number; losses: number; pairs: number }): string {
  return `${formatCount(losses)} worse, ${formatCount(wins)} better of ${formatCount(pairs)}`;
}

/** How the p values above are meant; for where there is room for it. */
export const worseSliceNote =
  'More cases got worse than chance explains: one-sided exact McNemar test, p corrected for the number of slices (Holm). Where cases are counted by cluster, so they are here. Reported; it decides nothing.';

/** `quality 74.0 % → 71.0 %`: the share of cases in which every trial passed. */
export function allPassedWords(run: RunFile): string[] {
  return overall(run).flatMap(({ metric, model, passK }) => {
    if (!passK || passK.candidate === null) return [];
    const candidate = formatShare(passK.candidate);
    const shares = passK.baseline === null ? candidate : `${formatShare(passK.baseline)} → ${candidate}`;
    return [`${subject(run, metric, model)} ${shares}`];
  });
}

/** What the shares above are called. */
export function allPassedTitle(run: RunFile): string {
  return `pass^${formatCount(run.repeats)} (cases whose trials all passed)`;
}

/** `quality 12 cases: a (2 of 3 passed), b (1 of 3 passed), …` */
export function flakyWords(run: RunFile): string[] {
  return overall(run).flatMap(({ metric, model, flaky = 0 }) => {
    if (flaky === 0) return [];
    const named = (run.flaky ?? [])
      .filter((entry) => entry.metric === metric && entry.model === model)
      .slice(0, mostNamed)
      .map((entry) => `${entry.case} (${formatCount(entry.passed)} of ${formatCount(entry.trials)} passed)`);
    const more = flaky > named.length ? ['…'] : [];
    const list = named.length > 0 ? `: ${[...named, ...more].join(', ')}` : '';
    return [`${subject(run, metric, model)} ${formatCount(flaky)} ${flaky === 1 ? 'case' : 'cases'}${list}`];
  });
}

/**
 * `quality 7 answers of the candidate: the judge gave no number`; the reason is that of the first, or with how many have it
 * the most frequent one.
 */
export function unscoredWords(run: RunFile): string[] {
  const several = new Set((run.unscored ?? []).map((entry) => entry.model)).size > 1 || modelCount(run) > 1;
  return (run.unscored ?? []).map(({ metric, model, arm, count, reason, often }) => {
    const where = several ? `${metric} · ${model}` : metric;
    const answers = `${formatCount(count)} ${count === 1 ? 'answer' : 'answers'} of the ${arm}`;
    // Of sensitive prompts the run keeps no reason.
    if (reason === null)
      return `${where} ${answers} (trials.jsonl says why: the prompt has sensitive variables)`;
    if (often) return `${where} ${answers}: ${often.reason} (${formatCount(often.count)} of them)`;
    return `${where} ${answers}: ${reason}`;
  });
}

/**
 * `quality: 3 cases have no value on an arm; 297 pairs were compared.`, `quality: 7 cases lack at least one of their 3 values on
 * an arm; …` with repeats.
 */
export function missingWords(run: RunFile): string[] {
  const several = modelCount(run) > 1;
  return (
    overall(run)
      .filter(({ missing }) => missing > 0)
      // Where no answer has a price, a warning says so.
      .filter(({ metric, candidate }) => metric !== 'cost' || candidate.n > 0)
      .map(({ metric, model, missing, pairs, baseline }) => {
        const where = several ? ` on ${model}` : '';
        const [have, lack, their] = missing === 1 ? ['has', 'lacks', 'its'] : ['have', 'lack', 'their'];
        const what =
          run.repeats > 1
            ? `${lack} at least one of ${their} ${formatCount(run.repeats)} values`
            : `${have} no value`;
        const cases = `${formatCount(missing)} ${missing === 1 ? 'case' : 'cases'} ${what}`;
        if (baseline === null) return `${metric}${where}: ${cases}.`;
        return `${metric}${where}: ${cases} on an arm; ${pairs === 1 ? '1 pair was' : `${formatCount(pairs)} pairs were`} compared.`;
      })
  );
}

/** `Looked at the gates after 71, 142 and 213 of 283 cases, and went on.`; a run that ended there says so elsewhere. */
export function lookWords({ looks = [], stoppedEarly, dataset }: RunFile): string[] {
  if (looks.length === 0 || stoppedEarly) return [];
  const [last = '', ...before] = looks.map(formatCount).reverse();
  const list = before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
  return [`Looked at the gates after ${list} of ${formatCount(dataset.cases)} cases, and went on.`];
}

/** `rate-limited 7 trials of the candidate` */
export function failureWords(run: RunFile): string[] {
  const failures = run.failures ?? [];
  const several = new Set(failures.map((entry) => entry.model)).size > 1 || modelCount(run) > 1;
  return failures.map(({ code, model, arm, count, message }) => {
    const where = several ? `${code} · ${model}` : code;
    const said = message ? `: ${message}` : '';
    return `${where} ${formatCount(count)} ${count === 1 ? 'trial' : 'trials'} of the ${arm}${said}`;
  });
}

function overall(run: RunFile): Comparison[] {
  return run.comparisons.filter((comparison) => comparison.slice === null);
}

function subject(run: RunFile, metric: string, model: string): string {
  return modelCount(run) > 1 ? `${metric} · ${model}` : metric;
}
