import { type CaseIndex, hasFlag, type RowFlag } from '../shared/case-index.ts';

export interface Tab {
  id: string;
  label: string;
  /** null: every row. */
  flag: RowFlag | null;
}

export const tabs = [
  { id: 'regressions', label: 'Regressions', flag: 'worse' },
  { id: 'improvements', label: 'Improvements', flag: 'better' },
  { id: 'failed', label: 'Failed trials', flag: 'failed' },
  { id: 'unscored', label: 'Unscored', flag: 'unscored' },
  { id: 'reworded', label: 'Changed text, equal score', flag: 'reworded' },
  { id: 'all', label: 'All', flag: null },
] as const satisfies readonly Tab[];

export type TabId = (typeof tabs)[number]['id'];

export function isTab(id: string | null): id is TabId {
  return tabs.some((tab) => tab.id === id);
}

export function countTabs({ rows }: CaseIndex): Record<TabId, number> {
  const count = (flag: RowFlag | null) =>
    flag === null ? rows.flags.length : rows.flags.filter((flags) => hasFlag(flags, flag)).length;
  return {
    regressions: count('worse'),
    improvements: count('better'),
    failed: count('failed'),
    unscored: count('unscored'),
    reworded: count('reworded'),
    all: count(null),
  };
}

/** Where a reader begins: at what went wrong, if anything did. */
export function firstTab(counts: Record<TabId, number>): TabId {
  const inOrder: TabId[] = ['regressions', 'failed', 'unscored', 'improvements', 'reworded'];
  return inOrder.find((id) => counts[id] > 0) ?? 'all';
}
