import { formatCount } from '../../core/format.ts';
import type { RunFile } from '../../core/run-file.ts';
import { attemptWords } from '../attempt-words.ts';
import { allPassedTitle, allPassedWords, failureWords, flakyWords, unscoredWords } from '../findings.ts';
import { modelCount } from '../gate-rows.ts';
import type { ReportInput } from '../report-input.ts';
import { cachedWords, warningsOf } from '../verdict-words.ts';
import { section } from './badge.ts';
import { foreign, html, type Markup } from './markup.ts';

/** What could make a reader trust the figures less. */
export function healthSection({ run, gaps }: ReportInput): Markup {
  const { planned, completed, failed } = run.trials;
  const facts = [
    `${formatCount(completed)} of ${formatCount(planned)} trials completed, ${formatCount(failed)} failed, ${cachedWords(run)}.`,
    ...failureWords(run).map((words) => `Failed: ${words}`),
    ...missing(run),
    ...unscoredWords(run).map((words) => `Unscored: ${words}`),
    ...allPassedWords(run).map((words) => `${allPassedTitle(run)}: ${words}`),
    ...flakyWords(run).map((words) => `Flaky, the baseline’s own trials disagree: ${words}`),
    attemptWords(run),
    ...warningsOf(run),
    ...(gaps ?? []),
  ];
  return section(
    'health',
    'Health of this run',
    html`<ul>${facts.map((fact) => html`<li>${foreign(fact)}</li>`)}</ul>`,
  );
}

function missing(run: RunFile): string[] {
  const several = modelCount(run) > 1;
  return run.comparisons
    .filter((comparison) => comparison.slice === null && comparison.missing > 0)
    .map((comparison) => {
      const where = several ? ` on ${comparison.model}` : '';
      const cases = comparison.missing === 1 ? 'case has' : 'cases have';
      return `${comparison.metric}${where}: ${formatCount(comparison.missing)} ${cases} no value on an arm; ${formatCount(comparison.pairs)} pairs were compared.`;
    });
}
