import { scrollable } from '../html/badge.ts';
import { type Content, html, type Markup } from '../html/markup.ts';

export interface Column {
  title: string;
  number?: boolean;
}

/**
 * A table whose rows become cards where the window is narrow; the first cell of a row is its head. The roles say what
 * the style sheet then takes away.
 */
export function dataTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
): Markup {
  const heads = columns.map(
    ({ title, number }) => html`<th scope="col" role="columnheader" class="${kind(number)}">${title}</th>`,
  );
  return scrollable(
    caption,
    html`<table class="data stack" role="table"><caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
${rows.map((cells) => tableRow(columns, cells))}</table>`,
  );
}

function tableRow(columns: readonly Column[], [first, ...rest]: readonly Content[]): Markup {
  const cells = rest.map((content, index) => cell(columns[index + 1], content));
  return html`<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">${first}</th>${cells}</tr></tbody>
`;
}

function cell(column: Column | undefined, content: Content): Markup {
  return html`<td role="cell" class="${kind(column?.number)}" data-label="${column?.title ?? ''}"><span class="value">${content ?? '–'}</span></td>`;
}

function kind(number: boolean | undefined): 'number' | 'text' {
  return number ? 'number' : 'text';
}
