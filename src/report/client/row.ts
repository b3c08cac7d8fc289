import { printable } from '../../core/text.ts';
import { improvementOf, showMove } from '../shared/case-figures.ts';
import { type CaseIndex, hasFlag } from '../shared/case-index.ts';

/** A row as the list and the head of its details show it. Its texts are as they come: `printable` is for the eye. */
export interface Row {
  number: number;
  case: string;
  model: string;
  input: string;
  slices: string[];
  critical: boolean;
  /** What happened, in words, with a sign before it. */
  move: string;
  tone: 'fail' | 'pass' | 'open' | 'calm';
  /** The metrics that moved. */
  moved: string[];
}

export function rowAt(index: CaseIndex, number: number): Row {
  const { rows, cases } = index;
  const entry = rows.case[number] ?? -1;
  return {
    number,
    case: cases.ids[entry] ?? '',
    model: index.models[rows.model[number] ?? -1] ?? '',
    input: cases.inputs[entry] ?? '',
    slices: (cases.slices[entry] ?? []).map((slice) => index.slices[slice] ?? ''),
    critical: cases.critical[entry] === 1,
    ...moveOf(index, number),
    moved: index.metrics.filter((_, metric) => changeOf(index, number, metric)).map(({ id }) => id),
  };
}

function moveOf(index: CaseIndex, row: number): Pick<Row, 'move' | 'tone'> {
  const flags = index.rows.flags[row] ?? 0;
  const words = moveWords(index, row);
  if (hasFlag(flags, 'worse')) return { move: `▼ ${words}`, tone: 'fail' };
  if (hasFlag(flags, 'failed')) return { move: '✖ failed', tone: 'fail' };
  if (hasFlag(flags, 'unscored')) return { move: '? unscored', tone: 'open' };
  if (hasFlag(flags, 'better')) return { move: `▲ ${words}`, tone: 'pass' };
  return hasFlag(flags, 'reworded') ? { move: '≠ reworded', tone: 'calm' } : { move: '= same', tone: 'calm' };
}

/** Of the metric that moved most. */
function moveWords(index: CaseIndex, row: number): string {
  const number = index.rows.metric[row] ?? -1;
  const metric = index.metrics[number];
  const [baseline, candidate] = [
    meanAt(index, 'baseline', row, number),
    meanAt(index, 'candidate', row, number),
  ];
  if (metric === undefined || baseline === null || candidate === null) return '';
  return showMove(metric, { baseline, candidate, improvement: changeOf(index, row, number) ?? 0 });
}

export function changeOf(index: CaseIndex, row: number, metric: number): number | null {
  const described = index.metrics[metric];
  if (described === undefined) return null;
  return improvementOf(
    described,
    meanAt(index, 'baseline', row, metric),
    meanAt(index, 'candidate', row, metric),
  );
}

export function meanAt(
  { rows }: CaseIndex,
  arm: 'baseline' | 'candidate',
  row: number,
  metric: number,
): number | null {
  return rows[arm][metric]?.[row] ?? null;
}

/** The row of a case, as an address names it; −1 where there is none. An address can't hold half a surrogate pair. */
export function findRow(index: CaseIndex, id: string, model: string | null): number {
  return index.rows.case.findIndex((entry, row) => {
    const sameCase = index.cases.ids[entry]?.toWellFormed() === id;
    const named = index.models[index.rows.model[row] ?? -1] ?? '';
    return sameCase && (model === null || named.toWellFormed() === model);
  });
}

export function addressOf(index: CaseIndex, row: Row): { case: string; model: string | null } {
  return { case: row.case.toWellFormed(), model: index.models.length > 1 ? row.model.toWellFormed() : null };
}

/** How the row is run again; null where its name can't be typed. */
export function commandFor(index: CaseIndex, row: Row, shellWord: (text: string) => string): string | null {
  if (index.command === null || printable(row.case) !== row.case || printable(row.model) !== row.model)
    return null;
  const model = index.models.length > 1 && row.model.includes('/') ? ` --model ${shellWord(row.model)}` : '';
  return `${index.command} --case ${shellWord(row.case)}${model}`;
}
