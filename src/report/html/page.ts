import { maskSensitive } from '../mask.ts';
import type { ReportInput, ReportOptions } from '../report-input.ts';
import { candidateName, glyphs, verdictWord } from '../verdict-words.ts';
import { costSection } from './cost-and-latency.ts';
import { renderDocument } from './document.ts';
import { gatesSection } from './gates-table.ts';
import { healthSection } from './health.ts';
import { html } from './markup.ts';
import { promptSection } from './prompt-changes.ts';
import { provenanceSection } from './provenance.ts';
import { sinceReleaseSection } from './since-release.ts';
import { slicesSection } from './slices.ts';
import { verdictHeader } from './verdict-header.ts';
import { worstSection } from './worst-list.ts';

/** `index.html`. */
export function renderHtml(report: ReportInput, options: ReportOptions = {}): string {
  const input = maskSensitive(report, options);
  const { run } = input;
  return renderDocument({
    title: `${glyphs[run.verdict.status]} ${verdictWord(run)} · ${run.prompt} ${candidateName(run)} · prompteval`,
    subject: 'the verdict',
    main: html`${verdictHeader(run)}${gatesSection(run)}${sinceReleaseSection(run)}${slicesSection(run)}${worstSection(input)}${promptSection(run)}${costSection(run)}${healthSection(input)}${provenanceSection(run)}`,
    footer: html`Made by ${run.tool} from run ${run.id}.`,
  });
}
