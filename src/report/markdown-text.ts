import { plainLog } from '../core/log-line.ts';
import { excerpt, printable } from '../core/text.ts';

const zeroWidthSpace = '\u200b';

/** What GitHub may take for a commit: 7 to 40 hexadecimal digits. Plain numbers, such as dates, stay whole. */
const commitId = /(?<![0-9a-z])(?!\d{7,39}(?![0-9a-z]))[0-9a-f]{7,40}(?![0-9a-z])/gi;

/** What GitLab would link by its number: a merge request, an epic, a milestone, a label. */
const gitlabReference = /[!&%~](?=\d)/g;

const word = /(?:'[^'"`|<>&]*'|"[^'"`|<>&]*"|[^\s'"`|<>&,;:()]*[^\s'"`|<>&,;:().!?…])/.source;

/** A command as it stands in a sentence: its name, what it is about, and its options with their values. */
const command = new RegExp(
  `(?<![\\w./-])prompteval [a-z]+(?: (?!-)${word})?(?: --[a-z-]+(?: (?!--)${word})?)*`,
  'g',
);

/**
 * Foreign text as one line of Markdown that shows as it was written: no markup, no HTML, no table cell, no
 * link, no issue or commit that GitHub or GitLab would link, and no `@name` that would notify somebody. A command is code, in
 * which nothing has to be taken apart, so that it can be copied.
 */
export function markdownText(text: string, length = 2000): string {
  const shown = excerpt(text, length);
  const commands = (shown.match(command) ?? []).map((found) => `\`${found}\``);
  return shown
    .split(command)
    .map((prose, index) => proseText(prose) + (commands[index] ?? ''))
    .join('');
}

function proseText(text: string): string {
  return (
    text
      .replace(/#(?=\d)/g, `#${zeroWidthSpace}`)
      .replace(/gh-(?=\d)/gi, `$&${zeroWidthSpace}`)
      .replace(gitlabReference, `$&${zeroWidthSpace}`)
      .replace(commitId, (id) => id.replace(/.{6}(?=.)/g, `$&${zeroWidthSpace}`))
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\|*_[\]~]/g, '\\$&')
      .replaceAll('`', '&#96;')
      .replace(/@/g, `@${zeroWidthSpace}`)
      .replaceAll('://', `:${zeroWidthSpace}//`)
      .replace(/www\./gi, (match) => `${match.slice(0, 3)}${zeroWidthSpace}.`)
      // GitHub reads text between dollar signs as a formula, and a word between colons as a picture.
      .replace(/\$(?!\d)/g, '\\$')
      .replace(/:(?=[\w+-]+:)/g, `:${zeroWidthSpace}`)
      .replace(/^(-+|\+|#{1,6}|\d+[.)])(?=\s|$)/, `${zeroWidthSpace}$1`)
  );
}

/** As many of the items as fit, at least the first. */
export function fitting(items: readonly string[], most: number): string[] {
  let length = 0;
  const end = items.findIndex((item) => {
    length += item.length;
    return length > most;
  });
  return end === -1 ? [...items] : items.slice(0, Math.max(1, end));
}

/** Foreign text as a fenced block, in which no line is a command to a runner; the fence is longer than any run of backticks inside. */
export function markdownBlock(text: string, language: string, length: number): string {
  const points = [...plainLog(printable(text))];
  const kept = points.length <= length ? points.join('') : `${points.slice(0, length - 1).join('')}…`;
  const longest = Math.max(2, ...[...kept.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${kept}\n${fence}`;
}

/** `<details>` around a section. `summary` is Markdown-safe already. */
export function markdownDetails(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/**
 * A table with as many rows as fit; cells are Markdown-safe already.
 *
 * @param right the columns that hold numbers.
 * @param most characters of the rows, of which at least one is shown.
 */
export function markdownTable(
  header: readonly string[],
  right: readonly number[],
  rows: readonly string[][],
  most: number,
): { table: string; left: number } {
  const shown = fitting(rows.map(tableRow), most);
  return { table: [...tableHead(header, right), ...shown].join('\n'), left: rows.length - shown.length };
}

function tableHead(header: readonly string[], right: readonly number[]): string[] {
  return [tableRow(header), tableRow(header.map((_, column) => (right.includes(column) ? '---:' : '---')))];
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
