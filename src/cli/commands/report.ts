import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import { releaseLookup } from '../../project/release/landed-release.ts';
import { writeRunFile } from '../../project/runs/run-folder.ts';
import { findRun, readRun } from '../../project/runs/runs.ts';
import { renderJunit } from '../../report/junit.ts';
import { renderMarkdown } from '../../report/markdown.ts';
import type { ReportInput } from '../../report/report-input.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { writeReports } from '../../report/write-reports.ts';
import { open } from '../open.ts';
import { openInBrowser } from '../open-in-browser.ts';
import { type GlobalOptions, jsonText, type Output } from '../output.ts';
import { exitCodeOf, noteTrouble } from '../run-outcome.ts';

interface ReportFlags extends GlobalOptions {
  format: string;
  showSensitive?: boolean;
  open?: boolean;
}

const formats = ['terminal', 'html', 'markdown', 'junit', 'json'] as const;
type Format = (typeof formats)[number];

/** Renders a stored run again; the files in its folder are written anew too, by this version of the tool. */
export async function run([id]: string[], flags: ReportFlags): Promise<void> {
  const format = readFormat(flags.format);
  const { output, project } = await open(flags);
  const stored = await findRun(project, id);
  const written = await readRun(stored);
  if (written === null) {
    throw new InputError({
      message: `the run ${stored.id} was cut off before it had a result`,
      hint: `What was measured is in ${project.display(stored.path)}`,
    });
  }
  const runFile = await releaseLookup(project.store, noteTrouble(output))(written);
  if (runFile !== written) await writeRunFile(stored.path, runFile);
  const options = { showSensitive: flags.showSensitive ?? false };
  const input = await writeReports(stored.path, options);
  const page = join(stored.path, 'index.html');
  const render = {
    terminal: () => terminalText(input, output, project.display(page)),
    html: () => readFileSync(page, 'utf8'),
    markdown: () => renderMarkdown(input, options),
    junit: () => renderJunit(input),
    json: () => jsonText(runFile),
  }[format];
  if (output.json) output.printJson(runFile);
  else if (format === 'terminal' || format === 'markdown') output.print(render().trimEnd());
  else output.printDocument(render().trimEnd());
  if (options.showSensitive) {
    output.note(
      `The files in ${project.display(stored.path)} show sensitive values now; hide them with: prompteval report ${stored.id}`,
    );
  }
  if (flags.open) openInBrowser(page, output);
}

/** @throws InputError that lists the formats. */
function readFormat(text: string): Format {
  const format = formats.find((known) => known === text);
  if (format !== undefined) return format;
  const meant = suggest(text, formats);
  throw new InputError({
    field: '--format',
    message: `"${text}" is no format`,
    expected: formats.join(', '),
    ...(meant && { hint: `Did you mean "${meant}"?` }),
  });
}

function terminalText(input: ReportInput, { color, width }: Output, report: string): string {
  return renderTerminal(input, { color, width, paths: { report }, exitCode: exitCodeOf(input.run) });
}
