import type { Change, SplitChange } from '../core/drift.ts';
import { formatCount } from '../core/format.ts';
import type { RunFile } from '../core/run-file.ts';
import { servedWords } from '../core/served-words.ts';
import { differenceFigures, type Figures } from './figures.ts';
import { metricOf, modelCount } from './gate-rows.ts';
import { showValue } from './shared/case-figures.ts';
import { baselineName } from './verdict-words.ts';

/** One metric on one model: what the model did since the release, and what the edit did. */
export interface SplitRow {
  /** Metric, and model where the run has several. */
  name: string;
  atRelease: string;
  now: string;
  candidate: string;
  /** `−7.5 pp [−12.0, −3.1]` */
  drift: string;
  edit: string;
  /** Whether zero is out of the bounds on what the model did. */
  isProven: boolean;
}

/** Empty where the baseline's release run was not at hand. */
export function splitRows(run: RunFile): SplitRow[] {
  const several = modelCount(run) > 1;
  return (run.sinceRelease?.metrics ?? []).map((split) => {
    const metric = metricOf(run, split.metric);
    const value = (number: number | null) => (number === null ? '–' : showValue(metric, number));
    return {
      name: several ? `${split.metric} · ${split.model}` : split.metric,
      atRelease: value(split.atRelease),
      now: value(split.now),
      candidate: value(split.candidate),
      drift: changeWords(figuresOf(run, split, split.drift)),
      edit: changeWords(figuresOf(run, split, split.edit)),
      isProven: isProven(split.drift),
    };
  });
}

/** What the rows are about: `v1 since its release on 2026-11-02`. */
export function splitTitle(run: RunFile): string {
  return `${baselineName(run)} since its release on ${run.sinceRelease?.releasedAt.slice(0, 10) ?? ''}`;
}

/** How the figures are meant; for where there is room for it. */
export function splitNote({ sinceRelease }: RunFile): string {
  const cases = formatCount(sinceRelease?.metrics[0]?.cases ?? 0);
  const served = servedWords(sinceRelease?.served ?? []).join('; ');
  return `Over the ${cases} cases that run ${sinceRelease?.run ?? ''} and this run share, with bounds of which each side is 95 % sure. What the model did is its answers to the unchanged prompt, now against then${served === '' ? '' : ` (${served})`}.${repricedWords(sinceRelease)}`;
}

/** `quality: the model −7.5 pp [−12.0, −3.1], the edit +2.0 pp`; only what the model is proven to have done. */
export function provenSplitWords(run: RunFile): string[] {
  const proven = splitRows(run).filter((row) => row.isProven);
  if (proven.length === 0) return [];
  const words = proven.map((row) => `${row.name}: the model ${row.drift}, the edit ${row.edit}`);
  const isAboutCost = (run.sinceRelease?.metrics ?? []).some(
    ({ metric, drift }) => metric === 'cost' && isProven(drift),
  );
  return [
    ...words,
    ...(isAboutCost ? [repricedWords(run.sinceRelease).trim()].filter(Boolean) : []),
    ...servedWords(run.sinceRelease?.served ?? []),
  ];
}

function repricedWords(since: RunFile['sinceRelease']): string {
  return since?.repriced
    ? ' Prices changed since; what answers cost then is taken at the prices of this run.'
    : '';
}

function figuresOf(run: RunFile, { metric }: SplitChange, { delta, interval }: Change): Figures {
  const nothing = { value: 0, n: 0 };
  return differenceFigures(metricOf(run, metric), { baseline: null, candidate: nothing, delta, interval });
}

function changeWords({ change, bounds }: Figures): string {
  if (change === null) return '–';
  return bounds === null ? change : `${change} [${bounds.join(', ')}]`;
}

/** A bound that JSON could not hold is infinite. */
function isProven({ interval }: Change): boolean {
  if (interval === null) return false;
  const { low, high }: { low: number | null; high: number | null } = interval;
  return (low ?? Number.NEGATIVE_INFINITY) > 0 || (high ?? Number.POSITIVE_INFINITY) < 0;
}
