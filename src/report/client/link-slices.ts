import { writeHash } from './page-state.ts';
import { withValue } from './query.ts';

/** Makes the cells of the slices' table lead to their cases. */
export function linkSlices(): void {
  for (const cell of document.querySelectorAll<HTMLElement>('[data-slice]')) {
    const { slice = '', model, metric } = cell.dataset;
    let query = withValue('', 'slice', slice);
    if (model !== undefined) query = withValue(query, 'model', model);
    if (metric !== undefined) query = withValue(query, 'eval', metric);
    const link = document.createElement('a');
    link.href = writeHash({ tab: 'all', query, deep: false, open: null });
    link.title = `The cases of ${slice}`;
    // The value alone: the number of cases stands below it.
    const [value] = cell.childNodes;
    if (value === undefined) continue;
    link.append(value);
    link.addEventListener('click', () => {
      // After the list has been filtered.
      setTimeout(() => document.getElementById('cases')?.focus());
    });
    cell.prepend(link);
  }
}
