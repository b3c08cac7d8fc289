import { formatTime } from '../../core/format.ts';
import { scrollable, section } from '../html/badge.ts';
import { type Content, foreign, html, type Markup } from '../html/markup.ts';
import { dataTable } from './data-table.ts';
import type { HistoryMove, PromptHistory } from './history.ts';
import { type HistoryLinks, runLink } from './links.ts';
import { type Period, timeline } from './timeline.ts';

/** What was released when: each alias over time, and every move. */
export function releasesSection(history: PromptHistory, links: HistoryLinks, now: Date): Markup {
  const { moves } = history;
  if (moves.length === 0) {
    return section('releases', 'Releases', html`<p>Nothing was released yet.</p>`);
  }
  const aliases = [...new Set(moves.map(({ alias }) => alias))].sort();
  const columns = ['When', 'Alias', 'Move', 'What', 'Run', 'By', 'Why'].map((title) => ({ title }));
  return section(
    'releases',
    'Releases',
    html`${aliases.map((alias) => drawn(alias, moves, now))}
${dataTable(
  'Every move, the newest first',
  columns,
  moves.map((move) => moveRow(move, links)),
)}`,
  );
}

function drawn(alias: string, moves: readonly HistoryMove[], now: Date): Markup {
  const periods = periodsOf(
    moves.filter((move) => move.alias === alias),
    now,
  );
  const words = periods.map(({ label, from }) => `${label} from ${formatTime(new Date(from).toISOString())}`);
  const title = `What ${alias} named: ${words.join(', ')}`;
  return html`<h3>${foreign(alias)}</h3>
${scrollable(`What ${alias} named over time`, timeline(periods, title))}
<p class="ends"><span>${formatTime(new Date(periods[0]?.from ?? 0).toISOString())}</span><span>now</span></p>
`;
}

/** @param moves of one alias, the newest first. */
export function periodsOf(moves: readonly HistoryMove[], now: Date): Period[] {
  const placing = moves.filter(({ kind }) => kind !== 'freeze' && kind !== 'unfreeze').reverse();
  return placing.map((move, index) => {
    const from = Date.parse(move.at);
    const next = placing[index + 1];
    return { label: `v${move.to}`, from, to: next ? Date.parse(next.at) : Math.max(from, now.getTime()) };
  });
}

function moveRow(move: HistoryMove, links: HistoryLinks): Content[] {
  const { from, to, approvedBy } = move;
  return [
    formatTime(move.at),
    foreign(move.alias),
    `${from === null ? 'nothing' : `v${from}`} → v${to}`,
    kindWords(move),
    runLink(links, move.run),
    html`${foreign(move.by)}${approvedBy.length > 0 && html`<span class="note">approved by ${foreign(approvedBy.join(', '))}</span>`}`,
    move.reason === null ? '–' : foreign(move.reason),
  ];
}

/** What was not proven stands apart. */
export function kindWords({ kind, verdict }: Pick<HistoryMove, 'kind' | 'verdict'>): string {
  if (kind === 'override') return 'OVERRIDE';
  return kind === 'promote' && verdict === 'inconclusive' ? 'promote (accepted)' : kind;
}
