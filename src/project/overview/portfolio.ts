import { InputError } from '../../core/errors.ts';
import { missingOf } from '../../core/incident.ts';
import type { ChecklistItem } from '../../core/plan-record.ts';
import type { MoveRecord } from '../../core/registry.ts';
import { highestRisk } from '../../core/risk.ts';
import { freezeOf, placingMove } from '../../registry/freeze.ts';
import { rollbackTarget } from '../../registry/rollback-target.ts';
import { checklist } from '../../release/checklist.ts';
import type { OwnersPort } from '../../release/ports.ts';
import type { PromptHistory } from '../../report/history/history.ts';
import type { PortfolioEntry } from '../../report/history/portfolio.ts';
import { runOfVersion } from '../../report/history/run-of-version.ts';
import { loadPromptDataset } from '../cases/cases.ts';
import { releaseCases } from '../cases/release-cases.ts';
import type { Project } from '../opening/open-project.ts';
import { listIncidents } from '../owners/incidents.ts';
import { waitingPlans } from '../plans/waiting-plans.ts';
import { newestFile, type PromptRecords } from './prompt-records.ts';

/** The alias that a portfolio is about. */
const usualAlias = 'stable';

/** One prompt as managers see it: what is live, who answers for it, and what waits for somebody. */
export async function portfolioEntry(
  project: Project,
  records: PromptRecords,
  history: PromptHistory,
  owners: OwnersPort,
): Promise<PortfolioEntry> {
  const { prompt, chains } = records;
  const file = newestFile(records);
  const moves = chains.find(([first]) => first?.alias === usualAlias) ?? [];
  const placing = await placingMove(project.store, moves.at(-1) ?? null);
  const version = records.versions.find(({ version: number }) => number === placing?.to.version);
  const figures = history.versions.find(({ version: number }) => number === placing?.to.version);
  const risk = highestRisk([file?.['x-prompteval'].risk, version?.file['x-prompteval'].risk]);
  const named = owners.ownersOf(prompt.name);
  const incidents = await listIncidents(project, prompt.name);
  return {
    prompt: prompt.name,
    description: file?.description ?? null,
    owner: file?.['x-prompteval'].owner ?? (named?.workflow.join(', ') || null),
    risk,
    live: placing && {
      version: placing.to.version,
      since: placing.at,
      by: placing.actor,
      frozen: (await freezeOf(project.store, moves.at(-1) ?? null)) !== null,
    },
    lastRun: history.runs[0] ?? null,
    incidents: incidents
      .filter(({ status }) => status === 'open')
      .map((incident) => ({
        incident: incident.incident,
        text: incident.text,
        openedAt: incident.openedAt,
        needs: missingOf(incident),
      })),
    plans: await plansOf(project, records),
    volume: history.volume,
    costUsd: figures?.costUsd ?? null,
    costAMonthUsd: figures?.costAMonthUsd ?? null,
    checklist: placing && (await liveChecklist(project, records, placing, moves, risk, owners)),
    problems: history.problems,
  };
}

/** The newest first; none where a mistake in the project's files keeps that from being said. */
async function plansOf(project: Project, { prompt }: PromptRecords): Promise<PortfolioEntry['plans']> {
  const waiting = (await waitingPlans(project, prompt)) ?? [];
  return waiting
    .map(({ digest, alias, by, at, to, waitsFor }) => {
      const what = to.version === null ? 'draft' : `v${to.version}`;
      return { digest, alias, by, at, what, waitsFor };
    })
    .reverse();
}

/** The checklist of a release, answered for what is live by what the records say now. */
async function liveChecklist(
  project: Project,
  { prompt, runs, versions, chains }: PromptRecords,
  placing: MoveRecord,
  moves: readonly MoveRecord[],
  risk: PortfolioEntry['risk'],
  owners: OwnersPort,
): Promise<ChecklistItem[] | null> {
  const version = versions.find(({ digest }) => digest === placing.to.digest);
  if (!version) return null;
  const source = runOfVersion(
    version,
    runs.map(({ run }) => run),
    chains.flat(),
  );
  // A rollback brings a version back with the approvals that it was released with.
  const release = moves.findLast(({ to, kind }) => to.digest === version.digest && kind === 'promote');
  return checklist({
    risk,
    prompt: version.file,
    owners: owners.ownersOf(prompt.name),
    run: source?.arm === 'candidate' ? source.run : null,
    critical: await criticalCases(project, prompt),
    head: rollbackVersion(moves),
    approvals: project.config.risk[risk].approvals,
    approved: release?.approvals.length ?? 0,
  });
}

async function criticalCases(project: Project, prompt: PromptRecords['prompt']): Promise<number> {
  try {
    const { cases } = await loadPromptDataset(project, prompt);
    return releaseCases(cases).filter(({ critical }) => critical).length;
  } catch (error) {
    if (error instanceof InputError) return 0;
    throw error;
  }
}

/** null where there is nothing to go back to. */
function rollbackVersion(moves: readonly MoveRecord[]) {
  try {
    return rollbackTarget(moves);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
