import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CaseIndex } from '../shared/case-index.ts';
import { type Mode, nextMode } from './answers.tsx';
import type { Blocks } from './blocks.ts';
import { CaseList, type ListHandle } from './case-list.tsx';
import { CaseView } from './case-view.tsx';
import { RowFilter } from './filter-rows.ts';
import { Filters } from './filters.tsx';
import { Help } from './help.tsx';
import type { KeyAction } from './keys.ts';
import { parseQuery } from './query.ts';
import { addressOf, findRow, rowAt } from './row.ts';
import { TabBar } from './tab-bar.tsx';
import { countTabs, firstTab } from './tabs.ts';
import { useDeepSearch } from './use-deep-search.ts';
import { useKeys } from './use-keys.ts';
import { usePageState } from './use-page-state.ts';

/** Tabs, search, list and the open case. */
export function App({ index, blocks }: { index: CaseIndex; blocks: Blocks }) {
  const counts = useMemo(() => countTabs(index), [index]);
  const filter = useMemo(() => new RowFilter(index), [index]);
  const [state, change] = usePageState(useMemo(() => firstTab(counts), [counts]));
  const [mode, setMode] = useState<Mode>('beside');
  const [hasKeys, setHasKeys] = useState(true);
  const [isHelp, setHelp] = useState(false);
  const [said, say] = useState('');
  const list = useRef<ListHandle>(null);
  const search = useRef<HTMLInputElement>(null);

  const query = useMemo(() => parseQuery(state.query), [state.query]);
  const inTexts = useDeepSearch(blocks, query.words, state.deep);
  const rows = useMemo(
    () => filter.rows(state.tab, query, inTexts.rows),
    [filter, state.tab, query, inTexts.rows],
  );
  const open = useMemo(
    () => (state.open === null ? -1 : findRow(index, state.open.case, state.open.model)),
    [index, state.open],
  );
  const [current, setCurrent] = useState(0);
  const place = rows.indexOf(open);
  useEffect(() => {
    setCurrent((before) => (place >= 0 ? place : Math.max(0, Math.min(before, rows.length - 1))));
  }, [rows, place]);

  const openRow = useCallback(
    (row: number | undefined) => {
      if (row !== undefined) change({ open: addressOf(index, rowAt(index, row)) });
    },
    [index, change],
  );
  const step = (by: number) => openRow(rows[(place >= 0 ? place : current) + by]);
  /** The first key only shows where one stands: the mark is on the row while the list has the focus. */
  const move = (by: number, { target }: KeyboardEvent) => {
    if (!list.current?.has(target)) list.current?.focus();
    else setCurrent((before) => Math.max(0, Math.min(rows.length - 1, before + by)));
  };
  const close = () => {
    change({ open: null });
    list.current?.focus();
  };

  const acts: Record<KeyAction, (event: KeyboardEvent) => void> = {
    down: (event) => move(1, event),
    up: (event) => move(-1, event),
    open: (event) => {
      const onList = list.current?.has(event.target) || event.target === document.body;
      if (onList) openRow(rows[current]);
    },
    previous: () => step(-1),
    next: () => step(1),
    search: (event) => {
      event.preventDefault();
      search.current?.focus();
    },
    mode: () => setMode(nextMode),
    back: () => (open >= 0 ? close() : list.current?.focus()),
    help: () => setHelp(true),
  };
  useKeys(hasKeys, (action, event) => acts[action](event));

  return (
    <section aria-labelledby="cases" class="cases">
      <h2 id="cases" tabIndex={-1}>
        Cases
      </h2>
      <TabBar counts={counts} tab={state.tab} onTab={(tab) => change({ tab, open: null })} />
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${state.tab}`}>
        <Filters
          index={index}
          query={state.query}
          search={search}
          onQuery={(text) => change({ query: text })}
          deep={state.deep}
          onDeep={(deep) => change({ deep })}
        />
        <p class="count">
          <span role="status">
            {rows.length.toLocaleString('en-US')} of {counts.all.toLocaleString('en-US')}
            {inTexts.progress !== '' && `, read ${inTexts.progress} parts of the answers`}
          </span>
          <button type="button" class="plain" onClick={() => setHelp(true)}>
            Keys
          </button>
        </p>
        <CaseList
          index={index}
          rows={rows}
          current={current}
          open={open}
          handle={list}
          onCurrent={setCurrent}
          onOpen={openRow}
        />
      </div>
      {open >= 0 && (
        <CaseView
          key={open}
          index={index}
          row={rowAt(index, open)}
          blocks={blocks}
          place={
            place >= 0
              ? `${(place + 1).toLocaleString('en-US')} of ${rows.length.toLocaleString('en-US')}`
              : ''
          }
          mode={mode}
          onMode={setMode}
          {...(place > 0 && { onPrevious: () => step(-1) })}
          {...(place >= 0 && place < rows.length - 1 && { onNext: () => step(1) })}
          onClose={close}
          say={say}
        />
      )}
      {open < 0 && state.open !== null && (
        <p class="notice">The case that this link names is not in this run.</p>
      )}
      <p role="status" class="said">
        {said}
      </p>
      <Help isOpen={isHelp} onClose={() => setHelp(false)} hasKeys={hasKeys} onKeys={setHasKeys} />
    </section>
  );
}
