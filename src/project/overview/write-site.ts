import { join } from 'node:path';
import { renderHistoryPage } from '../../report/history/history-page.ts';
import { renderLatestPage } from '../../report/history/latest-page.ts';
import type { PortfolioEntry } from '../../report/history/portfolio.ts';
import { renderPortfolioPage } from '../../report/history/portfolio-page.ts';
import type { Project } from '../opening/open-project.ts';
import { openOwners } from '../owners/open-owners.ts';
import { putPage } from './history-pages.ts';
import { pageHref } from './page-href.ts';
import { portfolioEntry } from './portfolio.ts';
import { historyOf, type PromptRecords, readRecords } from './prompt-records.ts';
import { putRunPage } from './run-page.ts';
import { claimSite } from './site-folder.ts';
import { historyPath, latestPath, runPath } from './site-paths.ts';

export interface WrittenSite {
  prompts: number;
  runs: number;
  /** Pages that belong to it now; those of runs that are no longer at hand stay where they are. */
  pages: number;
  /** Pages that are new or changed. */
  written: number;
}

/** Writes one page; false where it was like this already. */
type Put = (path: string, write: (file: string) => Promise<boolean>) => Promise<void>;

/**
 * Writes every page into a folder for any static host. An address, once given, stays: nothing is ever removed.
 *
 * @throws InputError where the folder holds something else.
 */
export async function writeSite(project: Project, folder: string): Promise<WrittenSite> {
  await claimSite(folder, project.display(folder));
  const owners = await openOwners(project);
  const site: WrittenSite = { prompts: 0, runs: 0, pages: 0, written: 0 };
  const put: Put = async (path, write) => {
    site.pages++;
    if (await write(join(folder, path))) site.written++;
  };
  const entries: PortfolioEntry[] = [];
  for (const prompt of project.config.prompts.values()) {
    const records = await readRecords(project, prompt);
    site.prompts++;
    site.runs += await putRunPages(records, put);
    entries.push(await portfolioEntry(project, records, await putHistory(project, records, put), owners));
  }
  const links = {
    history: (prompt: string) => hrefOf('index.html', historyPath(prompt)),
    run: (prompt: string, id: string) => hrefOf('index.html', runPath(prompt, id)),
  };
  const text = renderPortfolioPage({ entries, links, now: new Date(), tool: project.tool });
  await put('index.html', (file) => putPage(file, text));
  return site;
}

/** They come first, so that no page ever links to one that is not there yet. */
async function putRunPages({ prompt, runs }: PromptRecords, put: Put): Promise<number> {
  let count = 0;
  for (const known of runs) {
    const path = runPath(prompt.name, known.run.id);
    if (path === null) continue;
    const home = { portfolio: hrefOf(path, 'index.html'), history: hrefOf(path, historyPath(prompt.name)) };
    await put(path, (file) => putRunPage(file, known, home));
    count++;
  }
  return count;
}

async function putHistory(project: Project, records: PromptRecords, put: Put) {
  const { name } = records.prompt;
  const history = historyOf(records);
  const own = historyPath(name);
  const links = {
    portfolio: hrefOf(own, 'index.html'),
    run: (id: string) => hrefOf(own, runPath(name, id)),
  };
  const text = renderHistoryPage({ history, links, now: new Date(), tool: project.tool });
  await put(own, (file) => putPage(file, text));
  const [newest] = history.runs;
  const target = newest && hrefOf(latestPath(name), runPath(name, newest.id));
  if (newest && target)
    await put(latestPath(name), (file) => putPage(file, renderLatestPage(name, newest, target)));
  return history;
}

function hrefOf(from: string, to: string): string;
function hrefOf(from: string, to: string | null): string | null;
function hrefOf(from: string, to: string | null): string | null {
  return to === null ? null : pageHref(from, to);
}
