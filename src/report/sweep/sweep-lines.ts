import type { Comparison } from '../../core/comparison.ts';
import {
  formatChange,
  formatChangeRange,
  formatMilliseconds,
  formatUsdFine,
  formatValue,
} from '../../core/format.ts';
import { findMetric, type MetricDefinition } from '../../core/metrics.ts';
import type { SweepFile, SweepRow, SweepStable } from '../../core/sweep.ts';
import { glyphs } from '../verdict-words.ts';
import { clearsStatus, clearsWords, standingWords } from './sweep-words.ts';

/** A line of the table as people read it: stable on a model and setting, or a row that is compared with it. */
export interface SweepLine {
  /** null of stable. */
  row: SweepRow | null;
  number: string;
  name: string;
  model: string;
  gates: string;
  quality: string;
  change: string;
  /** The two bounds of the change, each 95 % sure unless the gate asks otherwise. */
  bounds: string;
  standing: string;
  schema: string;
  cost: string;
  latency: string;
  note: string;
}

const none = '–';

/** What is compared with one another: a stable and its rows, or without a baseline the rows on one model and setting. */
export function sweepGroups(sweep: SweepFile): SweepLine[][] {
  const { stables, rows } = sweep;
  const compared = stables.map((stable, index) => {
    const own = rows.filter((row) => row.stable === index);
    return own.length === 0 ? [] : [stableLine(sweep, stable), ...own.map((row) => rowLine(sweep, row))];
  });
  const alone = rows.filter(({ stable }) => stable === null).map((row) => rowLine(sweep, row));
  const models = [...new Set(alone.map(({ model }) => model))];
  const others = models.map((model) => alone.filter((line) => line.model === model));
  return [...compared, ...others].filter((lines) => lines.length > 0);
}

function stableLine(sweep: SweepFile, { settings, values }: SweepStable): SweepLine {
  const { baseline, alias, quality, schema, metrics } = sweep;
  const shown = (metric: MetricDefinition | undefined) => {
    const value = metric && values[metric.id];
    return metric === undefined || value === undefined ? none : formatValue(metric, value);
  };
  const { cost, latency } = values;
  return {
    row: null,
    number: '',
    name: `${alias} v${baseline?.version ?? '?'}`,
    model: settings.id,
    gates: '',
    quality: shown(findMetric(metrics, quality ?? '')),
    change: '',
    bounds: '',
    standing: '',
    schema: shown(findMetric(metrics, schema ?? '')),
    cost: cost === undefined ? none : formatUsdFine(cost * 1000),
    latency: latency === undefined ? none : formatMilliseconds(latency),
    note: '',
  };
}

function rowLine(sweep: SweepFile, row: SweepRow): SweepLine {
  const { metrics, quality, schema } = sweep;
  const metric = findMetric(metrics, quality ?? '');
  const found = comparisonOf(row, quality);
  const { delta = null, interval = null } = found ?? {};
  return {
    row,
    number: String(row.row),
    name: row.variant,
    model: row.settings.id,
    gates: `${glyphs[clearsStatus[row.clears]]} ${clearsWords(row)}`,
    quality: valueWords(metric, found),
    change: metric === undefined || delta === null ? none : formatChange(metric, delta),
    bounds:
      metric === undefined || interval === null ? none : formatChangeRange(metric, interval).join(' … '),
    standing: standingWords(row),
    schema: valueWords(findMetric(metrics, schema ?? ''), comparisonOf(row, schema)),
    cost: row.costPer1000 === null ? none : formatUsdFine(row.costPer1000),
    latency: row.latencyMs === null ? none : formatMilliseconds(row.latencyMs),
    note: noteOf(row, sweep.rows),
  };
}

function comparisonOf({ comparisons }: SweepRow, metric: string | null): Comparison | undefined {
  return comparisons.find((comparison) => comparison.metric === metric && comparison.slice === null);
}

function valueWords(metric: MetricDefinition | undefined, found: Comparison | undefined): string {
  return metric === undefined || found === undefined || found.candidate.n === 0
    ? none
    : formatValue(metric, found.candidate.value);
}

/** Not by colour alone. */
function noteOf(row: SweepRow, rows: readonly SweepRow[]): string {
  const { dominatedBy, trials, candidate, settings } = row;
  const twin = rows.find(
    (other) =>
      other.row < row.row && other.candidate.digest === candidate.digest && other.settings.id === settings.id,
  );
  const failed = trials.failed > 0 ? [`${trials.failed} trials failed`] : [];
  const [first, ...more] = dominatedBy;
  const beaten =
    first === undefined ? [] : [`dominated by ${first}${more.length > 0 ? `, +${more.length}` : ''}`];
  return [...(twin ? [`the same as ${twin.row}`] : []), ...beaten, ...failed].join('; ');
}
