import type { RefObject } from 'preact';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Foreign } from '../../browser/foreign.tsx';
import type { CaseIndex } from '../shared/case-index.ts';
import { drawnRows, scrollTopFor } from './drawn-rows.ts';
import { writeHash } from './page-state.ts';
import { addressOf, rowAt } from './row.ts';

export interface ListHandle {
  focus(): void;
  has(target: EventTarget | null): boolean;
}

interface Props {
  index: CaseIndex;
  rows: readonly number[];
  /** The place in `rows` that the keys are at. */
  current: number;
  /** The row that is open; −1 for none. */
  open: number;
  handle: RefObject<ListHandle | null>;
  onCurrent(place: number): void;
  onOpen(row: number): void;
}

/** Rows have one height, so that only those that are seen need to be drawn. */
const rowHeight = { wide: 38, narrow: 68 };
const narrow = matchMedia('(max-width: 700px)');

export function CaseList({ index, rows, current, open, handle, onCurrent, onOpen }: Props) {
  const grid = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 480 });
  const height = useIsNarrow() ? rowHeight.narrow : rowHeight.wide;
  const { start, end } = drawnRows(view, height, rows.length);
  const look = () => {
    const { current: element } = grid;
    if (element) setView({ top: element.scrollTop, height: element.clientHeight });
  };

  useImperativeHandle(
    handle,
    () => ({
      focus: () => grid.current?.focus(),
      has: (target) => target instanceof Node && grid.current?.contains(target) === true,
    }),
    [],
  );
  useLayoutEffect(() => {
    const { current: element } = grid;
    if (!element) return;
    const seen = { top: element.scrollTop, height: element.clientHeight };
    element.scrollTop = scrollTopFor(current, seen, height);
    look();
  }, [current, rows, height]);

  const move = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -rows.length,
      End: rows.length,
    };
    const by = steps[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onCurrent(Math.max(0, Math.min(rows.length - 1, current + by)));
  };
  const columns = [
    'Change',
    'Case',
    'Input',
    'Slices',
    ...(index.models.length > 1 ? ['Model'] : []),
    'Moved',
  ];

  return (
    <div
      ref={grid}
      class={`list columns-${columns.length}`}
      role="grid"
      aria-label="Cases"
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows.length > 0 ? `row-${rows[current]}` : undefined}
      tabIndex={0}
      onScroll={look}
      onKeyDown={move}
    >
      <div role="row" class="list-head" aria-rowindex={1}>
        {columns.map((column) => (
          <span key={column} role="columnheader">
            {column}
          </span>
        ))}
      </div>
      <div role="rowgroup" class="list-rows" style={{ height: `${Math.max(1, rows.length) * height}px` }}>
        {rows.length === 0 && (
          <div role="row" aria-rowindex={2}>
            <span role="gridcell" class="muted">
              No case is found.
            </span>
          </div>
        )}
        {rows.slice(start, end).map((number, offset) => (
          <ListRow
            key={number}
            index={index}
            number={number}
            place={start + offset}
            top={(start + offset) * height}
            isCurrent={start + offset === current}
            isOpen={number === open}
            onOpen={() => {
              onCurrent(start + offset);
              onOpen(number);
            }}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  index: CaseIndex;
  number: number;
  place: number;
  top: number;
  isCurrent: boolean;
  isOpen: boolean;
  onOpen(): void;
}

function ListRow({ index, number, place, top, isCurrent, isOpen, onOpen }: RowProps) {
  const row = rowAt(index, number);
  const several = index.models.length > 1;
  const link = writeHash({ tab: 'all', query: '', deep: false, open: addressOf(index, row) });
  const click = (event: MouseEvent) => {
    // A new tab is the browser's to open.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onOpen();
  };
  const cell = (name: string, text: string) => (
    <span role="gridcell" class={name}>
      <Foreign text={text} />
    </span>
  );
  return (
    <div
      role="row"
      id={`row-${number}`}
      class="row"
      aria-rowindex={place + 2}
      aria-selected={isOpen}
      data-current={isCurrent}
      style={{ top: `${top}px` }}
      onClick={click}
    >
      <span role="gridcell" class={`move ${row.tone}`}>
        {row.move}
      </span>
      <span role="gridcell" class="id">
        <a href={link} tabIndex={-1}>
          <Foreign text={row.case} />
        </a>
        {row.critical && <span class="tag">critical</span>}
      </span>
      {cell('input', row.input)}
      {cell('slices-cell', row.slices.join(', '))}
      {several && cell('model', row.model)}
      {cell('moved', row.moved.join(', '))}
    </div>
  );
}

function useIsNarrow(): boolean {
  const [is, set] = useState(narrow.matches);
  useEffect(() => {
    const listen = () => set(narrow.matches);
    narrow.addEventListener('change', listen);
    return () => narrow.removeEventListener('change', listen);
  }, []);
  return is;
}
