import type { ArmName } from '../../core/trial.ts';
import { improvementOf, shareOf } from '../shared/case-figures.ts';
import { rowFlags, type ShownMetric } from '../shared/case-index.ts';
import type { Scan } from './scan-run.ts';
import type { TrialTable } from './trial-table.ts';

/** A row of the table of trials, with what the list says of it. */
export interface RankedRow {
  row: number;
  flags: number;
  /** The metric that moved most in the row's direction; −1 where none moved. */
  metric: number;
  /** How far it moved, as a share of its range. */
  size: number;
}

/**
 * The rows in the order of their importance: those that got worse, the worst first; failed ones; those without a score; those
 * that got better, the best first; those that are only worded otherwise; the rest. Ties by case id, then by model.
 */
export function rankRows({
  trials,
  cases,
  metrics,
}: Pick<Scan, 'trials' | 'cases' | 'metrics'>): RankedRow[] {
  const idOf = ({ row }: RankedRow) => cases.at(trials.caseOf(row)).id;
  const modelOf = ({ row }: RankedRow) => trials.models[trials.modelOf(row)] ?? '';
  const byImportance = (a: RankedRow, b: RankedRow) =>
    b.size - a.size || compare(idOf(a), idOf(b)) || compare(modelOf(a), modelOf(b));
  const kinds: RankedRow[][] = [...order, 'still'].map(() => []);
  for (let row = 0; row < trials.rows; row++) {
    const ranked = rank(trials, row, metrics);
    kinds[orderOf(ranked)]?.push(ranked);
  }
  return kinds.flatMap((rows) => rows.sort(byImportance));
}

/** The flags in the order in which rows stand. */
const order = ['worse', 'failed', 'unscored', 'better', 'reworded'] as const;

function orderOf({ flags }: RankedRow): number {
  const place = order.findIndex((flag) => flags & rowFlags[flag]);
  return place === -1 ? order.length : place;
}

function rank(trials: TrialTable, row: number, metrics: readonly ShownMetric[]): RankedRow {
  const mean = (arm: ArmName, metric: number) => trials.mean(row, arm, metric);
  const moves = metrics.map((metric, index) => {
    const improvement = improvementOf(metric, mean('baseline', index), mean('candidate', index));
    return improvement === null ? 0 : shareOf(metric, improvement);
  });
  const [lowest, highest] = [Math.min(0, ...moves), Math.max(0, ...moves)];
  const move = lowest < 0 ? lowest : highest;
  return {
    row,
    flags: flagsOf(trials, row, lowest, highest),
    metric: move === 0 ? -1 : moves.indexOf(move),
    size: Math.abs(move),
  };
}

function flagsOf(trials: TrialTable, row: number, lowest: number, highest: number): number {
  const isStill = lowest === 0 && highest === 0;
  return (
    (lowest < 0 ? rowFlags.worse : 0) |
    (lowest === 0 && highest > 0 ? rowFlags.better : 0) |
    (trials.hasFailed(row) ? rowFlags.failed : 0) |
    (trials.isUnscored(row) ? rowFlags.unscored : 0) |
    (isStill && trials.isReworded(row) ? rowFlags.reworded : 0)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
