import { printable } from '../../core/text.ts';
import { improvementOf } from '../shared/case-figures.ts';
import { type CaseIndex, hasFlag } from '../shared/case-index.ts';
import type { Query } from './query.ts';
import { type TabId, tabs } from './tabs.ts';

/** What `status:` can ask for. */
export const statuses = ['worse', 'better', 'failed', 'unscored', 'reworded', 'same', 'critical'] as const;

/** Finds rows by tab and search; the texts that it looks into are put together once. */
export class RowFilter {
  readonly #index: CaseIndex;
  readonly #slices: string[];
  readonly #models: string[];
  readonly #metrics: string[];
  #texts: string[] | undefined;

  constructor(index: CaseIndex) {
    this.#index = index;
    this.#slices = index.slices.map(comparable);
    this.#models = index.models.map(comparable);
    this.#metrics = index.metrics.map(({ id }) => comparable(id));
  }

  /**
   * The numbers of the rows, in their order.
   *
   * @param inTexts rows whose texts hold the words of the query, which are then not looked for in what the list shows alone.
   */
  rows(tab: TabId, query: Query, inTexts: ReadonlySet<number> = new Set()): number[] {
    const flag = tabs.find(({ id }) => id === tab)?.flag ?? null;
    const found: number[] = [];
    for (const [row, flags] of this.#index.rows.flags.entries()) {
      if ((flag === null || hasFlag(flags, flag)) && this.#matches(row, flags, query, inTexts))
        found.push(row);
    }
    return found;
  }

  #matches(row: number, flags: number, query: Query, inTexts: ReadonlySet<number>): boolean {
    const { rows, cases } = this.#index;
    const entry = rows.case[row] ?? -1;
    const some = (wanted: readonly string[], holds: (value: string) => boolean) =>
      wanted.length === 0 || wanted.some(holds);
    return (
      some(query.slice, (slice) => (cases.slices[entry] ?? []).some((tag) => this.#slices[tag] === slice)) &&
      some(query.model, (model) => this.#models[rows.model[row] ?? -1] === model) &&
      some(query.eval, (metric) => this.#moved(row, this.#metrics.indexOf(metric))) &&
      some(query.status, (status) => this.#hasStatus(entry, flags, status)) &&
      (inTexts.has(row) || query.words.every((word) => this.#text(entry).includes(word)))
    );
  }

  /** Whether a metric changed, or could not be compared. */
  #moved(row: number, metric: number): boolean {
    const described = this.#index.metrics[metric];
    if (described === undefined) return false;
    const { baseline, candidate } = this.#index.rows;
    return improvementOf(described, baseline[metric]?.[row] ?? null, candidate[metric]?.[row] ?? null) !== 0;
  }

  #hasStatus(entry: number, flags: number, wanted: string): boolean {
    const status = statuses.find((known) => known === wanted);
    if (status === undefined) return false;
    if (status === 'critical') return this.#index.cases.critical[entry] === 1;
    if (status === 'same') return !hasFlag(flags, 'worse') && !hasFlag(flags, 'better');
    return hasFlag(flags, status);
  }

  #text(entry: number): string {
    const { cases } = this.#index;
    this.#texts ??= cases.ids.map((id, index) => comparable(`${id} ${cases.inputs[index] ?? ''}`));
    return this.#texts[entry] ?? '';
  }
}

/** As it is shown, without regard to case. */
function comparable(text: string): string {
  return printable(text).toLowerCase();
}
