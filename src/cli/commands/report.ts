import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import { suggestion } from '../../core/suggest.ts';
import { openProject } from '../../project/open-project.ts';
import { findRun, readRun } from '../../project/runs.ts';
import { renderHtml } from '../../report/html/page.ts';
import { renderJunit } from '../../report/junit.ts';
import { loadReportInput } from '../../report/load-report.ts';
import { renderMarkdown } from '../../report/markdown.ts';
import { renderTerminal } from '../../report/terminal.ts';
import { writeReports } from '../../report/write-reports.ts';
import { createOutput, type GlobalOptions } from '../output.ts';
import { exitCodeOf } from '../run-outcome.ts';

interface ReportFlags extends GlobalOptions {
  format: string;
  showSensitive?: boolean;
  open?: boolean;
}

const formats = ['terminal', 'html', 'markdown', 'junit', 'json'] as const;

/** Renders a stored run again; the files in its folder are written anew too, by this version of the tool. */
export async function run([id]: string[], flags: ReportFlags): Promise<void> {
  const output = createOutput(flags);
  const format = formats.find((known) => known === flags.format);
  if (format === undefined) {
    const hint = suggestion(flags.format, formats);
    throw new InputError({
      field: '--format',
      message: `"${flags.format}" is no format`,
      ...(hint && { hint }),
    });
  }
  const project = await openProject({ cwd: output.cwd, config: flags.config });
  const stored = await findRun(project, id);
  const runFile = await readRun(stored);
  if (runFile === null) {
    throw new InputError({
      message: `the run ${stored.id} was cut off before it had a result`,
      hint: `Its answers are in ${project.display(stored.path)}/trials.jsonl`,
    });
  }
  const options = { showSensitive: flags.showSensitive ?? false };
  await writeReports(stored.path, options);
  const page = join(stored.path, 'index.html');
  if (flags.open) openInBrowser(page);
  if (output.json || format === 'json') {
    process.stdout.write(`${JSON.stringify(runFile, null, 2)}\n`);
    return;
  }
  const input = await loadReportInput(stored.path);
  const width = process.stdout.columns ?? 100;
  const text = {
    terminal: () =>
      renderTerminal(input, {
        color: output.color,
        width,
        paths: { report: project.display(page) },
        exitCode: exitCodeOf(runFile),
      }),
    html: () => renderHtml(input, options),
    markdown: () => renderMarkdown(input, options),
    junit: () => renderJunit(input),
  }[format]();
  output.print(text);
}

function openInBrowser(page: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', page]
      : process.platform === 'win32'
        ? ['explorer', page]
        : ['xdg-open', page];
  spawn(command as string, args, { detached: true, stdio: 'ignore' })
    .on('error', () => process.stderr.write(`Could not start a browser; the page is ${page}\n`))
    .unref();
}
