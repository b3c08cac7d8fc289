import { maskSensitive } from '../mask.ts';
import type { ReportInput, ReportOptions } from '../report-input.ts';
import { candidateName, glyphs, verdictWord } from '../verdict-words.ts';
import { casesSection } from './cases-section.ts';
import { readClient } from './client.ts';
import { costSection } from './cost-and-latency.ts';
import { type DocumentPieces, documentPieces } from './document.ts';
import { gatesSection } from './gates-table.ts';
import { healthSection } from './health.ts';
import { judgesSection } from './judges.ts';
import { html } from './markup.ts';
import { promptSection } from './prompt-changes.ts';
import { provenanceSection } from './provenance.ts';
import { sinceReleaseSection } from './since-release.ts';
import { slicesSection } from './slices.ts';
import { verdictHeader } from './verdict-header.ts';

/** The page without the program and the details of every case: what can be read with nothing but the run and its worst cases. */
export function renderHtml(report: ReportInput, options: ReportOptions = {}): string {
  const { beginning, end } = pagePieces(report, options);
  return beginning + end;
}

/** `index.html`, between whose pieces the data of the cases belong. `reduced` counts the rows that keep only their scores. */
export function interactivePage(
  report: ReportInput,
  options: ReportOptions,
  rows: { total: number; reduced: number },
): DocumentPieces {
  return pagePieces(report, options, rows);
}

function pagePieces(
  report: ReportInput,
  options: ReportOptions,
  rows?: { total: number; reduced: number },
): DocumentPieces {
  const input = maskSensitive(report, options);
  const { run } = input;
  return documentPieces({
    title: `${glyphs[run.verdict.status]} ${verdictWord(run)} · ${run.prompt} ${candidateName(run)} · prompteval`,
    subject: 'the verdict',
    main: html`${verdictHeader(run, options.home)}${gatesSection(run)}${sinceReleaseSection(run)}${slicesSection(run)}${casesSection(input, rows)}${promptSection(run)}${costSection(run)}${judgesSection(run)}${healthSection(input)}${provenanceSection(run)}`,
    footer: html`Made by ${run.tool} from run ${run.id}.`,
    ...(rows && { client: readClient() }),
  });
}
