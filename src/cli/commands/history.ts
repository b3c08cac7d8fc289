import { join, resolve } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { findPrompt, type Project } from '../../project/opening/open-project.ts';
import {
  historyFile,
  portfolioFile,
  writeHistoryPage,
  writePortfolioPage,
} from '../../project/overview/history-pages.ts';
import { portfolioEntry } from '../../project/overview/portfolio.ts';
import { readRecords } from '../../project/overview/prompt-records.ts';
import { openOwners } from '../../project/owners/open-owners.ts';
import type { PortfolioEntry } from '../../report/history/portfolio.ts';
import { isFolder } from '../folders.ts';
import { historyTable, portfolioTable } from '../history-tables.ts';
import { open } from '../open.ts';
import type { GlobalOptions, Output } from '../output.ts';

interface HistoryFlags extends GlobalOptions {
  out?: string;
}

/** The history of one prompt; without one, the portfolio with the histories of all. */
export async function run([name]: string[], flags: HistoryFlags): Promise<void> {
  const { output, project } = await open(flags);
  const out = outFile(flags.out);
  if (name === undefined) await portfolio(project, output, out ?? portfolioFile(project));
  else await promptHistory(project, output, name, out);
}

/** @throws InputError for a folder. */
function outFile(out: string | undefined): string | undefined {
  if (out === undefined) return undefined;
  if (!isFolder(out)) return resolve(out);
  throw new InputError({
    field: '--out',
    message: `${out} is a folder`,
    expected: 'a file',
    hint: `--out ${join(out, 'history.html')}`,
  });
}

async function promptHistory(
  project: Project,
  output: Output,
  name: string,
  out: string | undefined,
): Promise<void> {
  const prompt = findPrompt(project, name);
  const file = out ?? historyFile(project, name);
  const history = await writeHistoryPage(project, await readRecords(project, prompt), file);
  output.printJson(history);
  output.print(historyTable(history, output.width));
  output.print(`\npage  ${project.display(file)}`);
  noteProblems(output, history.problems);
}

async function portfolio(project: Project, output: Output, file: string): Promise<void> {
  const owners = await openOwners(project);
  const entries: PortfolioEntry[] = [];
  for (const prompt of project.config.prompts.values()) {
    const records = await readRecords(project, prompt);
    const history = await writeHistoryPage(project, records, historyFile(project, prompt.name));
    entries.push(await portfolioEntry(project, records, history, owners));
  }
  await writePortfolioPage(project, entries, file);
  output.printJson(entries);
  output.print(portfolioTable(entries, output.width));
  output.print(`\npage  ${project.display(file)}`);
  for (const { prompt, problems } of entries) {
    noteProblems(
      output,
      problems.map((problem) => `${prompt}: ${problem}`),
    );
  }
}

function noteProblems(output: Output, problems: readonly string[]): void {
  for (const problem of problems) output.note(`⚠ Could not be read: ${problem}`);
}
