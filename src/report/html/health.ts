import { formatCount } from '../../core/format.ts';
import { attemptWords } from '../attempt-words.ts';
import {
  allPassedTitle,
  allPassedWords,
  failureWords,
  flakyWords,
  lookWords,
  missingWords,
  unscoredWords,
} from '../findings.ts';
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
    ...missingWords(run),
    ...lookWords(run),
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
