import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../delivery/write-file.ts';
import type { PromptHistory } from '../../report/history/history.ts';
import { renderHistoryPage } from '../../report/history/history-page.ts';
import type { PortfolioEntry } from '../../report/history/portfolio.ts';
import { renderPortfolioPage } from '../../report/history/portfolio-page.ts';
import type { Project } from '../opening/open-project.ts';
import { pageHref } from './page-href.ts';
import { historyOf, type PromptRecords } from './prompt-records.ts';

/** What managers open, beside the runs. */
export function portfolioFile({ config }: Pick<Project, 'config'>): string {
  return join(config.reports, 'index.html');
}

export function historyFile({ config }: Pick<Project, 'config'>, prompt: string): string {
  return join(config.reports, prompt, 'history.html');
}

/** Writes the page of one prompt; its links lead to the reports that are there. */
export async function writeHistoryPage(
  project: Project,
  records: PromptRecords,
  file: string,
): Promise<PromptHistory> {
  const history = historyOf(records);
  const folders = new Map(records.runs.map(({ run, folder }) => [run.id, folder]));
  const portfolio = portfolioFile(project);
  const links = {
    portfolio: linkIfThere(file, portfolio),
    run(id: string) {
      const folder = folders.get(id);
      return folder ? linkIfThere(file, join(folder, 'index.html')) : null;
    },
  };
  await putPage(file, renderHistoryPage({ history, links, now: new Date(), tool: project.tool }));
  return history;
}

/** Writes the page over all prompts; their own pages stand at their usual places. */
export async function writePortfolioPage(
  project: Project,
  entries: readonly PortfolioEntry[],
  file: string,
): Promise<void> {
  const links = {
    history: (prompt: string) => linkIfThere(file, historyFile(project, prompt)),
    run: (prompt: string, id: string) =>
      linkIfThere(file, join(project.config.reports, prompt, id, 'index.html')),
  };
  await putPage(file, renderPortfolioPage({ entries, links, now: new Date(), tool: project.tool }));
}

function linkIfThere(from: string, to: string): string | null {
  return existsSync(to) ? pageHref(from, to) : null;
}

/** A reader sees the old page or the new one. False where it had this content already. */
export function putPage(file: string, text: string): Promise<boolean> {
  return writeFileAtomically(file, new TextEncoder().encode(text));
}
