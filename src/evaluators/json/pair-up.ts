import type { WorkLimit } from './work-limit.ts';

/** What it comes to where one value stands for another. */
export interface Outcome {
  differs: boolean;
  /** How many of the expected values are wrong with it. */
  cost: number;
}

/**
 * Which column each row is paired with; undefined for those that are left over. As many rows as can be get one that does not
 * differ (Kuhn's algorithm): with a tolerance the first fit need not be the best. Of the others those that differ least stand
 * for each other, the likest pairs first.
 *
 * @param outcomes of each row with each column.
 * @throws TooLong where that takes too many steps.
 */
export function pairUp(outcomes: readonly (readonly Outcome[])[], work: WorkLimit): (number | undefined)[] {
  const rowOf = fittingPairs(outcomes, work);
  const columnOf: (number | undefined)[] = outcomes.map(() => undefined);
  for (const [column, row] of rowOf) columnOf[row] = column;
  const pairs = outcomes.flatMap((columns, row) => {
    if (columnOf[row] !== undefined) return [];
    return columns.flatMap(({ cost }, column) => (rowOf.has(column) ? [] : [{ row, column, cost }]));
  });
  const taken = new Set<number>();
  for (const { row, column } of pairs.sort((a, b) => a.cost - b.cost)) {
    if (columnOf[row] !== undefined || taken.has(column)) continue;
    columnOf[row] = column;
    taken.add(column);
  }
  return columnOf;
}

/** By column, the row that it fits. */
function fittingPairs(outcomes: readonly (readonly Outcome[])[], work: WorkLimit): Map<number, number> {
  const fitting = outcomes.map((columns) =>
    columns.flatMap(({ differs }, column) => (differs ? [] : [column])),
  );
  const rowOf = new Map<number, number>();
  const place = (row: number, tried: Set<number>): boolean => {
    const columns = fitting[row] ?? [];
    work.spend(columns.length);
    const free = columns.find((column) => !rowOf.has(column));
    if (free !== undefined) {
      rowOf.set(free, row);
      return true;
    }
    for (const column of columns) {
      const other = rowOf.get(column);
      if (tried.has(column) || other === undefined) continue;
      tried.add(column);
      if (!place(other, tried)) continue;
      rowOf.set(column, row);
      return true;
    }
    return false;
  };
  for (const row of fitting.keys()) place(row, new Set());
  return rowOf;
}
