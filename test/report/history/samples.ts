import { renderHistoryPage } from '../../../src/report/history/history-page.ts';
import type { PortfolioEntry } from '../../../src/report/history/portfolio.ts';
import { renderPortfolioPage } from '../../../src/report/history/portfolio-page.ts';
import { digest, historyOf, move, release, runOf, version } from './records.ts';

/** Pages to look at: ordinary ones, empty ones, and such where everything foreign is hostile. */

export const first = '20261101-100000-000001';
export const second = '20261102-100000-000002';
export const now = new Date('2026-11-05T12:00:00.000Z');
export const links = { portfolio: '../index.html', run: (id: string) => `${id}/index.html` };
const hostile = '</script><img src=x onerror=alert(1)>"\'\u202e|`@everyone\ud800';

export const history = historyOf({
  runs: [runOf(first, 1, null), runOf(second, 2, 1)],
  versions: [version(1), version(2)],
  chains: [[release(1, 1, first), release(2, 2, second)], [move(1, 2, { alias: 'acme/canary' })]],
  volume: 120_000,
});

export function page(shown = history): string {
  return renderHistoryPage({ history: shown, links, now, tool: '0.1.0' });
}

export const entry: PortfolioEntry = {
  ...{ prompt: 'triage', description: 'Sorts messages', owner: 'support-ai', risk: 'medium' },
  live: { version: 2, since: '2026-11-02T12:00:00.000Z', by: 'mia', frozen: true },
  lastRun: history.runs[0] ?? null,
  incidents: [
    { incident: 1, text: 'Refunds were wrong', openedAt: '2026-11-03T12:00:00.000Z', needs: ['a cause'] },
  ],
  plans: [
    {
      digest: digest(5),
      alias: 'stable',
      by: 'mia',
      at: '2026-11-04T12:00:00.000Z',
      what: 'draft',
      waitsFor: '1 approval',
    },
  ],
  ...{ volume: 120_000, costUsd: 0.00015, costAMonthUsd: 18, problems: [] },
  checklist: [
    { item: 'owner', state: 'done', text: 'support-ai' },
    { item: 'use case', state: 'missing', text: 'is empty' },
  ],
};

export const empty: PortfolioEntry = {
  ...{ prompt: 'new', description: null, owner: null, risk: 'low', live: null, lastRun: null },
  ...{
    incidents: [],
    plans: [],
    volume: null,
    costUsd: null,
    costAMonthUsd: null,
    checklist: null,
    problems: [],
  },
};

export function portfolio(entries: readonly PortfolioEntry[] = [entry, empty]): string {
  const to = { history: (prompt: string) => `${prompt}/history.html`, run: () => null };
  return renderPortfolioPage({ entries, links: to, now, tool: '0.1.0' });
}

const hostileHistory = historyOf({
  runs: [
    runOf(first, 1, null, {
      actor: hostile,
      verdict: { status: 'fail', headline: hostile, outcomes: [] },
    }),
  ],
  versions: [{ ...version(1), note: hostile, actor: hostile }],
  chains: [[move(1, 1, { reason: hostile, actor: hostile, alias: hostile })]],
  problems: [hostile],
});

const hostileEntry: PortfolioEntry = {
  ...entry,
  ...{ prompt: hostile, description: hostile, owner: hostile, problems: [hostile] },
  incidents: [{ incident: 1, text: hostile, openedAt: hostile, needs: [hostile] }],
  plans: [{ digest: digest(5), alias: hostile, by: hostile, at: hostile, what: 'draft', waitsFor: hostile }],
  checklist: [{ item: 'owner', state: 'done', text: hostile }],
};

export const pages: [string, string][] = [
  ['a history', page()],
  ['an empty history', page(historyOf({}))],
  ['a portfolio', portfolio()],
  ['an empty portfolio', portfolio([])],
  ['a hostile history', page({ ...hostileHistory, prompt: hostile, description: hostile })],
  ['a hostile portfolio', portfolio([hostileEntry])],
];
