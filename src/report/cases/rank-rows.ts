import type { ArmName } from '../../core/trial.ts';
import { improvementOf, shareOf } from '../shared/case-figures.ts';
import { rowFlags, type ShownMetric } from '../shared/case-index.ts';
import type { ScannedRow, ScannedTrial } from './scan-run.ts';

/** A row with what the list says of it. */
export interface RankedRow extends ScannedRow {
  flags: number;
  /** The metric that moved most in the row's direction; −1 where none moved. */
  metric: number;
  /** Means over the repeats, by metric. */
  baseline: (number | null)[];
  candidate: (number | null)[];
}

/**
 * The rows in the order of their importance: those that got worse, the worst first; failed ones; those without a score; those
 * that got better, the best first; those that are only worded otherwise; the rest. Ties by case id, then by model.
 */
export function rankRows(rows: readonly ScannedRow[], metrics: readonly ShownMetric[]): RankedRow[] {
  return rows
    .map((row) => rank(row, metrics))
    .sort(
      (a, b) =>
        a.order - b.order ||
        b.size - a.size ||
        compare(a.row.case.id, b.row.case.id) ||
        compare(a.row.model, b.row.model),
    )
    .map(({ row }) => row);
}

/** The flags in the order in which rows stand. */
const order = ['worse', 'failed', 'unscored', 'better', 'reworded'] as const;

function rank(scanned: ScannedRow, metrics: readonly ShownMetric[]) {
  const means = (arm: ArmName) =>
    metrics.map((_, index) =>
      meanOf(
        scanned.trials.filter((trial) => trial.arm === arm),
        index,
      ),
    );
  const [baseline, candidate] = [means('baseline'), means('candidate')];
  const moves = metrics.map((metric, index) => {
    const improvement = improvementOf(metric, baseline[index] ?? null, candidate[index] ?? null);
    return improvement === null ? 0 : shareOf(metric, improvement);
  });
  const [lowest, highest] = [Math.min(0, ...moves), Math.max(0, ...moves)];
  const move = lowest < 0 ? lowest : highest;
  const flags = flagsOf(scanned.trials, lowest, highest);
  const row: RankedRow = {
    ...scanned,
    flags,
    metric: move === 0 ? -1 : moves.indexOf(move),
    baseline,
    candidate,
  };
  const place = order.findIndex((flag) => flags & rowFlags[flag]);
  return { row, order: place === -1 ? order.length : place, size: Math.abs(move) };
}

function flagsOf(trials: readonly ScannedTrial[], lowest: number, highest: number): number {
  const held = [
    lowest < 0 && rowFlags.worse,
    lowest === 0 && highest > 0 && rowFlags.better,
    trials.some((trial) => trial.failed) && rowFlags.failed,
    trials.some((trial) => trial.unscored) && rowFlags.unscored,
    lowest === 0 && highest === 0 && isReworded(trials) && rowFlags.reworded,
  ];
  return held.reduce<number>((sum, flag) => sum + (flag || 0), 0);
}

function isReworded(trials: readonly ScannedTrial[]): boolean {
  return trials.some(
    (trial) =>
      trial.arm === 'candidate' &&
      trial.answer !== null &&
      trials.some(
        (other) =>
          other.arm === 'baseline' &&
          other.repeat === trial.repeat &&
          other.answer !== null &&
          other.answer !== trial.answer,
      ),
  );
}

function meanOf(trials: readonly ScannedTrial[], metric: number): number | null {
  const values = trials.map((trial) => trial.values[metric]).filter((value) => value !== undefined);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
