import { excerpt, printable } from '../core/text.ts';

const zeroWidthSpace = '\u200b';

/**
 * Foreign text as one line of Markdown that shows as it was written: no markup, no HTML, no table cell, no
 * link, and no `@name` that would notify somebody.
 */
export function markdownText(text: string, length = 2000): string {
  return excerpt(text, length)
    .replace(/#(?=\d)/g, `#${zeroWidthSpace}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\|*_[\]~]/g, '\\$&')
    .replaceAll('`', '&#96;')
    .replace(/@/g, `@${zeroWidthSpace}`)
    .replaceAll('://', `:${zeroWidthSpace}//`)
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}${zeroWidthSpace}.`)
    .replace(/^(\s*)([-+#]|\d+[.)])/, `$1${zeroWidthSpace}$2`);
}

/** Foreign text as a fenced block; the fence is longer than any run of backticks inside. */
export function markdownBlock(text: string, language: string, length: number): string {
  const points = [...printable(text)];
  const kept = points.length <= length ? points.join('') : `${points.slice(0, length - 1).join('')}…`;
  const longest = Math.max(2, ...[...kept.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${kept}\n${fence}`;
}

/** `<details>` around a section. `summary` is Markdown-safe already. */
export function markdownDetails(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table; cells are Markdown-safe already. `right`: the columns that hold numbers. */
export function markdownTable(
  header: readonly string[],
  right: readonly number[],
  rows: readonly string[][],
): string {
  const rule = header.map((_, column) => (right.includes(column) ? '---:' : '---'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
