import type { RefObject } from 'preact';
import { printable } from '../../core/text.ts';
import type { CaseIndex } from '../shared/case-index.ts';
import { statuses } from './filter-rows.ts';
import { askedValue, type QueryKey, withValue } from './query.ts';

interface Props {
  index: CaseIndex;
  query: string;
  search: RefObject<HTMLInputElement | null>;
  onQuery(query: string): void;
  /** Whether answers are searched too. */
  deep: boolean;
  onDeep(deep: boolean): void;
}

/** The search and four menus that write into it. */
export function Filters({ index, query, search, onQuery, deep, onDeep }: Props) {
  const menus: [key: QueryKey, label: string, values: readonly string[]][] = [
    ['slice', 'Slice', index.slices],
    ['model', 'Model', index.models.length > 1 ? index.models : []],
    ['eval', 'Evaluator', index.metrics.map(({ id }) => id)],
    ['status', 'Status', statuses],
  ];
  return (
    <div class="filters" role="search" aria-label="Cases">
      <label class="search">
        <span>Search</span>
        <input
          ref={search}
          type="search"
          value={query}
          placeholder="text, slice:… eval:… status:worse"
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => onQuery(event.currentTarget.value)}
        />
      </label>
      <label class="deep">
        <input type="checkbox" checked={deep} onChange={(event) => onDeep(event.currentTarget.checked)} /> in
        whole texts
      </label>
      {menus
        .filter(([, , values]) => values.length > 0)
        .map(([key, label, values]) => (
          <Menu
            key={key}
            label={label}
            values={values}
            value={askedValue(query, key)}
            onValue={(value) => onQuery(withValue(query, key, value))}
          />
        ))}
    </div>
  );
}

interface MenuProps {
  label: string;
  values: readonly string[];
  value: string | null;
  onValue(value: string | null): void;
}

function Menu({ label, values, value, onValue }: MenuProps) {
  const shown = values.map(printable);
  const chosen = shown.findIndex((text) => text.toLowerCase() === value?.toLowerCase());
  return (
    <label>
      <span>{label}</span>
      <select
        value={String(chosen)}
        onChange={(event) => onValue(shown[Number(event.currentTarget.value)] ?? null)}
      >
        <option value="-1">{value !== null && chosen < 0 ? 'other' : 'any'}</option>
        {shown.map((text, place) => (
          <option key={text} value={String(place)}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
