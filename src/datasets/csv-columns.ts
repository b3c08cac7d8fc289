import type { Problem } from '../core/problem.ts';
import { isReserved } from './case-of-row.ts';

export interface Column {
  /** As the header has it. */
  header: string;
  name: string;
  /** The header ended in `:json`. */
  isJson: boolean;
  isReserved: boolean;
}

/** Understands a header line. */
export function columnsOf(header: readonly string[]): { columns: Column[]; problems: Problem[] } {
  const columns = header.map((cell) => columnOf(cell.trim()));
  const problems = columns.flatMap((column, index) => {
    const problem = headerMistake(column, columns.slice(0, index), index);
    return problem === undefined ? [] : [problem];
  });
  return { columns, problems };
}

function columnOf(header: string): Column {
  const isJson = header.endsWith(':json');
  const name = isJson ? header.slice(0, -':json'.length).trim() : header;
  return { header, name, isJson, isReserved: isReserved(name) };
}

function headerMistake(column: Column, before: readonly Column[], index: number): Problem | undefined {
  if (column.name === '') return { message: `column ${index + 1} has no name in the header` };
  if (before.some(({ name }) => name === column.name)) {
    return { field: column.header, message: `the column "${column.name}" stands twice in the header` };
  }
  return undefined;
}
