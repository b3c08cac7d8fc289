import { counted, formatCount, formatUsd } from '../core/format.ts';
import type { SweepFile } from '../core/sweep.ts';
import { printable } from '../core/text.ts';
import type { SweepCalls } from '../project/tuning/dry-sweep.ts';
import { type SweepLine, sweepGroups } from '../report/sweep/sweep-lines.ts';
import { findingsOf, sizeWords } from '../report/sweep/sweep-words.ts';
import { wrap } from '../report/text-layout.ts';
import type { Output } from './output.ts';
import { printCached } from './print-plan.ts';
import { table } from './table.ts';

/** The table, what it comes to, and where its page is. */
export function printSweep(output: Output, sweep: SweepFile, page: string): void {
  output.print(`${output.bold(printable(sweep.prompt))}: ${sizeWords(sweep)}\n`);
  printTable(output, sweep);
  output.print('');
  if (sweep.rows.some(({ standing }) => standing !== 'unknown')) {
    const words = `Better and worse hold for all rows together (Holm's correction); each bound is as sure as its gate asks, by itself.`;
    output.print(output.dim(wrap(words, output.width, '').join('\n')));
  }
  for (const sentence of findingsOf(sweep)) {
    output.print(wrap(printable(sentence), output.width, '').join('\n'));
  }
  printWarnings(output, sweep.warnings);
  const { usd, judgeUsd } = sweep.spend;
  const { completed, cached } = sweep.trials;
  output.print(
    `\n${counted(completed - cached, 'call')}, ${formatUsd(usd + judgeUsd)}; ${formatCount(cached)} from the cache   report  ${printable(page)}`,
  );
}

function printWarnings(output: Output, warnings: readonly string[]): void {
  for (const warning of warnings) {
    output.print(wrap(`⚠ ${printable(warning)}`, output.width, '').join('\n'));
  }
}

/** Groups stand under their model, unless a group has several. */
function printTable(output: Output, sweep: SweepFile): void {
  const groups = sweepGroups(sweep);
  const lines = groups.flat();
  const isMixed = groups.some((group) => group.some(({ model }) => model !== group[0]?.model));
  const columns = columnsOf(sweep, lines, isMixed);
  const text = table(
    columns.map(([title]) => title),
    lines.map((line) => columns.map(([, cell]) => cell(line))),
    { width: output.tableWidth, cut: ['variant', 'model', 'note'], cutFirst: ['note'] },
  );
  const [head = '', ...body] = text.split('\n');
  output.print(head);
  let next = 0;
  for (const group of groups) {
    if (!isMixed) output.print(output.bold(printable(group[0]?.model ?? '')));
    for (const line of group) output.print(painted(output, body[next++] ?? '', line));
  }
}

function painted(output: Output, text: string, line: SweepLine): string {
  if (line.row === null) return output.bold(text);
  return line.row.dominatedBy.length > 0 ? output.dim(text) : text;
}

type Column = [title: string, cell: (line: SweepLine) => string];

/** Columns that say nothing in any line are left out. */
function columnsOf({ quality, schema }: SweepFile, lines: readonly SweepLine[], isMixed: boolean): Column[] {
  const columns: Column[] = [
    ['row', ({ number }) => number],
    ['variant', ({ name }) => name],
    [isMixed ? 'model' : '', ({ model }) => model],
    ['gates', ({ gates }) => gates],
    [quality ?? '', ({ quality: value }) => value],
    ['change', ({ change }) => change],
    ['between', ({ bounds }) => bounds],
    ['vs stable', ({ standing }) => standing],
    [schema === quality ? '' : (schema ?? ''), ({ schema: value }) => value],
    ['cost/1,000', ({ cost }) => cost],
    ['latency', ({ latency }) => latency],
    ['note', ({ note }) => note],
  ];
  return columns.filter(
    ([title, cell]) => title !== '' && lines.some((line) => !['', '–'].includes(cell(line))),
  );
}

/** What `--dry-run` says. */
export function printSweepCalls(output: Output, plan: SweepCalls): void {
  const against = plan.baseline ? `against v${plan.baseline.version}` : 'without a baseline yet';
  const size = `${counted(plan.cases, 'case')}${plan.split === undefined ? '' : ` (${plan.split})`}${
    plan.repeats > 1 ? ` × ${plan.repeats} repeats` : ''
  }`;
  output.print(`${plan.prompt}: ${counted(plan.rows, 'row')} ${against}, ${size}. No call was made.`);
  const rows = plan.models.map((model) => [
    model.arm,
    model.model,
    formatCount(model.calls),
    model.usd === null ? 'no price' : formatUsd(model.usd),
  ]);
  output.print(
    table(['variant', 'model', 'calls', 'cost ≈'], rows, { width: output.width, cut: ['variant', 'model'] }),
  );
  const cost =
    plan.usd === null
      ? 'cost unknown: no price for a model'
      : `about ${formatUsd(plan.usd)} at most, by estimated tokens`;
  printWarnings(output, plan.warnings);
  printCached(output, plan);
  output.print(`${counted(plan.calls, 'call')}, ${cost}`);
}
