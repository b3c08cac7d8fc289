import { counted, formatCount, formatTime } from '../core/format.ts';
import { printable } from '../core/text.ts';
import type { HistoryVersion, PromptHistory } from '../report/history/history.ts';
import { lineName } from '../report/history/metrics-section.ts';
import { checklistWords, type PortfolioEntry } from '../report/history/portfolio.ts';
import { outcomeWords } from '../report/history/run-words.ts';
import { usdWords } from '../report/history/usd-words.ts';
import { showValue } from '../report/shared/case-figures.ts';
import { table } from './table.ts';

/** The versions of a prompt with their figures, the newest first; then its newest runs. */
export function historyTable(history: PromptHistory, width: number): string {
  const { prompt, versions, runs, live } = history;
  const named = live.map(({ alias, version }) => `${alias} is v${version}`).join(', ');
  const head = `${prompt}: ${counted(versions.length, 'version')}, ${counted(runs.length, 'run')}${named && `, ${named}`}`;
  return [printable(head), versionTable(history, width), runTable(history, width)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function versionTable({ versions, metrics, volume, moves }: PromptHistory, width: number): string {
  if (versions.length === 0) return '';
  const lines = metrics.filter(({ metric, model }) => model === null && metric.id !== 'cost');
  const released = (version: HistoryVersion) => moves.findLast(({ to }) => to === version.version)?.at;
  const rows = versions.toReversed().map((version) => {
    const at = released(version);
    return [
      `v${version.version}`,
      at === undefined ? 'never' : formatTime(at),
      version.verdict ?? '–',
      ...lines.map(({ metric, points }) => {
        const point = points.find(({ version: number }) => number === version.version);
        return point === undefined ? '–' : showValue(metric, point.value);
      }),
      usdWords(version.costUsd),
      ...(volume === null ? [] : [usdWords(version.costAMonthUsd)]),
    ];
  });
  const titles = ['version', 'released', 'verdict', ...lines.map(lineName), 'cost'];
  return table([...titles, ...(volume === null ? [] : ['a month'])], rows, { width });
}

/** As many as a glance takes; the page and `runs` have them all. */
const mostRuns = 10;

function runTable({ runs }: PromptHistory, width: number): string {
  if (runs.length === 0) return '';
  const rows = runs
    .slice(0, mostRuns)
    .map((run) => [formatTime(run.startedAt), outcomeWords(run), run.candidate, run.id, run.headline]);
  const left = runs.length - rows.length;
  const shown = table(['run of', 'verdict', 'candidate', 'id', 'why'], rows, { width, cut: ['why'] });
  return left > 0 ? `${shown}\n${formatCount(left)} older ${left === 1 ? 'run' : 'runs'}` : shown;
}

/** Every prompt in a line. */
export function portfolioTable(entries: readonly PortfolioEntry[], width: number): string {
  if (entries.length === 0) return 'the config has no prompt';
  const rows = entries.map((entry) => [
    entry.prompt,
    entry.live === null ? 'nothing' : `v${entry.live.version}${entry.live.frozen ? ' (frozen)' : ''}`,
    entry.owner ?? '–',
    entry.lastRun === null ? 'never run' : outcomeWords(entry.lastRun),
    formatCount(entry.incidents.length),
    formatCount(entry.plans.length),
    usdWords(entry.costAMonthUsd),
    entry.checklist === null ? '–' : checklistWords(entry.checklist),
  ]);
  const titles = ['prompt', 'live', 'owner', 'last verdict', 'incidents', 'plans', 'a month', 'checklist'];
  return table(titles, rows, { width, cut: ['prompt', 'owner'] });
}
