import { formatCount, formatUsd } from '../../core/format.ts';
import { printable } from '../../core/text.ts';
import type { Flip } from '../../report/flips.ts';

/** Flips of a kind that are shown. */
const mostShown = 12;

/** What an edit did to single cases; worse ones first. */
export function flipLines(flips: readonly Flip[], severalModels: boolean): string[] {
  if (flips.length === 0) return ['no case flipped since the last save'];
  const [worse, better] = [
    flips.filter(({ isBetter }) => !isBetter),
    flips.filter(({ isBetter }) => isBetter),
  ];
  return [
    `since the last save: ${formatCount(better.length)} better, ${formatCount(worse.length)} worse`,
    ...linesOf(worse, '✖', severalModels),
    ...linesOf(better, '✔', severalModels),
  ];
}

function linesOf(flips: readonly Flip[], glyph: string, severalModels: boolean): string[] {
  const left = flips.length - mostShown;
  return [
    ...flips.slice(0, mostShown).map(({ case: id, model, metric, before, after, answer }) => {
      const on = severalModels ? ` on ${model}` : '';
      const said = answer === '' ? '' : `   ${answer}`;
      return printable(` ${glyph} ${id}${on}  ${metric} ${before} → ${after}${said}`);
    }),
    ...(left > 0 ? [` ${glyph} … and ${formatCount(left)} more`] : []),
  ];
}

/** `spent $0.012 of $1.00` */
export function spentWords(spent: number, budget: number): string {
  return `spent ${formatUsd(spent)} of ${formatUsd(budget)}`;
}

/** `prompts/a.prompt.yml and 2 more changed` */
export function changeWords(files: readonly string[]): string {
  const [first = 'something', ...more] = files;
  return printable(`${first}${more.length > 0 ? ` and ${formatCount(more.length)} more` : ''} changed`);
}
