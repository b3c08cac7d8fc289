import { join } from 'node:path';
import { renderHistoryPage } from '../report/history/history-page.ts';
import { renderLatestPage } from '../report/history/latest-page.ts';
import { renderPortfolioPage } from '../report/history/portfolio-page.ts';
import { renderHtml } from '../report/html/page.ts';
import { keptReport } from '../report/kept-report.ts';
import { loadReportInput } from '../report/load-report.ts';
import { writePage } from './history-pages.ts';
import { openOwners } from './open-owners.ts';
import type { Project } from './open-project.ts';
import { pageHref } from './page-href.ts';
import { portfolioEntry } from './portfolio.ts';
import { historyOf, type KnownRun, type PromptRecords, readRecords } from './prompt-records.ts';
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

/**
 * Writes every page into a folder for any static host. An address, once given, stays: nothing is ever removed.
 *
 * @throws InputError where the folder holds something else.
 */
export async function writeSite(project: Project, folder: string): Promise<WrittenSite> {
  await claimSite(folder, project.display(folder));
  const owners = await openOwners(project);
  const site: WrittenSite = { prompts: 0, runs: 0, pages: 0, written: 0 };
  const put = async (path: string, text: string) => {
    site.pages++;
    if (await writePage(join(folder, path), text)) site.written++;
  };
  const entries = [];
  for (const prompt of project.config.prompts.values()) {
    const records = await readRecords(project, prompt);
    const history = await writePromptPages(project, records, put);
    entries.push(await portfolioEntry(project, records, history, owners));
    site.prompts++;
    site.runs += history.runs.filter(({ id }) => runPath(prompt.name, id) !== null).length;
  }
  const links = {
    history: (prompt: string) => hrefOf('index.html', historyPath(prompt)),
    run: (prompt: string, id: string) => hrefOf('index.html', runPath(prompt, id)),
  };
  await put('index.html', renderPortfolioPage({ entries, links, now: new Date(), tool: project.tool }));
  return site;
}

/** Its runs first, so that no page ever links to one that is not there yet. */
async function writePromptPages(
  project: Project,
  records: PromptRecords,
  put: (path: string, text: string) => Promise<void>,
) {
  const { name } = records.prompt;
  for (const known of records.runs) {
    const path = runPath(name, known.run.id);
    if (path !== null) await put(path, await runPage(name, path, known));
  }
  const history = historyOf(records);
  const own = historyPath(name);
  const links = {
    portfolio: hrefOf(own, 'index.html'),
    run: (id: string) => hrefOf(own, runPath(name, id)),
  };
  await put(own, renderHistoryPage({ history, links, now: new Date(), tool: project.tool }));
  const [newest] = history.runs;
  const target = newest && hrefOf(latestPath(name), runPath(name, newest.id));
  if (newest && target) await put(latestPath(name), renderLatestPage(name, newest, target));
  return history;
}

async function runPage(prompt: string, path: string, { run, folder }: KnownRun): Promise<string> {
  const input = folder === null ? keptReport(run) : { ...(await loadReportInput(folder)), run };
  const home = { portfolio: hrefOf(path, 'index.html'), history: hrefOf(path, historyPath(prompt)) };
  return renderHtml(input, { home });
}

function hrefOf(from: string, to: string): string;
function hrefOf(from: string, to: string | null): string | null;
function hrefOf(from: string, to: string | null): string | null {
  return to === null ? null : pageHref(from, to);
}
