import { formatCount } from '../../core/format.ts';
import { type TabId, tabs } from './tabs.ts';

interface Props {
  counts: Record<TabId, number>;
  tab: TabId;
  onTab(tab: TabId): void;
}

/** One stop for the tab key; the arrow keys move within. */
export function TabBar({ counts, tab: selected, onTab }: Props) {
  const move = (event: KeyboardEvent) => {
    const place = tabs.findIndex(({ id }) => id === selected);
    const places: Record<string, number> = {
      ArrowLeft: place - 1,
      ArrowRight: place + 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = tabs[((places[event.key] ?? Number.NaN) + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onTab(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Which cases" onKeyDown={move}>
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-selected={id === selected}
          aria-controls="tab-panel"
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onTab(id)}
        >
          {label} <span class="number">{formatCount(counts[id])}</span>
        </button>
      ))}
    </div>
  );
}
