import type { ChecklistItem } from '../../core/plan-record.ts';
import type { RiskLevel } from '../../core/risk.ts';
import type { HistoryRun } from './history.ts';

/** One prompt among all: what `history --json` prints and the portfolio shows. */
export interface PortfolioEntry {
  prompt: string;
  description: string | null;
  owner: string | null;
  risk: RiskLevel;
  /** What `stable` names; null where it names nothing. */
  live: { version: number; since: string; by: string; frozen: boolean } | null;
  /** The newest with a result; null where there is none. */
  lastRun: HistoryRun | null;
  /** Open ones, the oldest first. */
  incidents: { incident: number; text: string; openedAt: string; needs: string[] }[];
  /** Plans that could still be applied, the newest first. */
  plans: WaitingPlan[];
  /** Calls a month; null where the prompt says nothing. */
  volume: number | null;
  /** USD an answer of what is live; null where it was not measured or has no price. */
  costUsd: number | null;
  costAMonthUsd: number | null;
  /** What should be in place for what is live, by the records of now; null where nothing is live. */
  checklist: ChecklistItem[] | null;
  /** What could not be read, in words. */
  problems: string[];
}

export interface WaitingPlan {
  digest: string;
  alias: string;
  by: string;
  at: string;
  /** `v3`, or `draft`. */
  what: string;
  /** In words, without a full stop; null where it can be applied now. */
  waitsFor: string | null;
}

/** The sums over all prompts. */
export interface PortfolioTotals {
  prompts: number;
  live: number;
  /** Prompts whose last run failed or could not decide. */
  open: number;
  incidents: number;
  plans: number;
  /** Over the prompts whose cost a month is known. */
  costAMonthUsd: number | null;
  /** Prompts whose cost a month is not known. */
  unknownCost: number;
}

export function portfolioTotals(entries: readonly PortfolioEntry[]): PortfolioTotals {
  const costs = entries.flatMap(({ costAMonthUsd }) => costAMonthUsd ?? []);
  const sum = (of: (entry: PortfolioEntry) => number) =>
    entries.reduce((total, entry) => total + of(entry), 0);
  return {
    prompts: entries.length,
    live: sum(({ live }) => Number(live !== null)),
    open: sum(({ lastRun }) => Number(lastRun !== null && lastRun.verdict !== 'pass')),
    incidents: sum(({ incidents }) => incidents.length),
    plans: sum(({ plans }) => plans.length),
    costAMonthUsd: costs.length === 0 ? null : costs.reduce((total, cost) => total + cost, 0),
    unknownCost: entries.length - costs.length,
  };
}

/** `8 in place, 2 missing` */
export function checklistWords(items: readonly ChecklistItem[]): string {
  const count = (state: ChecklistItem['state']) => items.filter((item) => item.state === state).length;
  const missing = count('missing');
  return `${count('done')} in place${missing > 0 ? `, ${missing} missing` : ''}`;
}
