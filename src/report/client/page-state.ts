import { isTab, type TabId } from './tabs.ts';

/** What the reader looks at; all of it stands in the address, so that a link shows the same. */
export interface PageState {
  tab: TabId;
  /** The search. */
  query: string;
  /** Whether its words are looked for in the answers too. */
  deep: boolean;
  /** The open case, with its model where the run has several. */
  open: { case: string; model: string | null } | null;
}

export function readHash(hash: string, defaultTab: TabId): PageState {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const tab = fields.get('tab');
  const id = fields.get('case');
  return {
    tab: isTab(tab) ? tab : defaultTab,
    query: fields.get('q') ?? '',
    deep: fields.get('in') === 'answers',
    open: id === null ? null : { case: id, model: fields.get('model') },
  };
}

export function writeHash({ tab, query, deep, open }: PageState): string {
  const fields = new URLSearchParams();
  if (open) fields.set('case', open.case);
  if (open && open.model !== null) fields.set('model', open.model);
  fields.set('tab', tab);
  if (query !== '') fields.set('q', query);
  if (deep) fields.set('in', 'answers');
  return `#${fields}`;
}
