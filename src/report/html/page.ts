import { createHash } from 'node:crypto';
import { maskSensitive } from '../mask.ts';
import type { ReportInput, ReportOptions } from '../report-input.ts';
import { candidateName, glyphs, verdictWord } from '../verdict-words.ts';
import { costSection } from './cost-and-latency.ts';
import { gatesSection } from './gates-table.ts';
import { healthSection } from './health.ts';
import { html, Markup } from './markup.ts';
import { promptSection } from './prompt-changes.ts';
import { provenanceSection } from './provenance.ts';
import { sinceReleaseSection } from './since-release.ts';
import { slicesSection } from './slices.ts';
import { style } from './style.ts';
import { verdictHeader } from './verdict-header.ts';
import { worstSection } from './worst-list.ts';

/**
 * `index.html`: one file that needs nothing else, no network and no script. The policy in its head lets only its
 * own style sheet through, so that whatever slipped past the escaping could still not run.
 */
export function renderHtml(report: ReportInput, options: ReportOptions = {}): string {
  const input = maskSensitive(report, options);
  const { run } = input;
  const title = `${glyphs[run.verdict.status]} ${verdictWord(run)} · ${run.prompt} ${candidateName(run)} · prompteval`;
  // The sheet is our own text: it holds nothing of the run, so it may stand unescaped.
  const sheet = new Markup(`<style>${style}</style>`);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${sheet}
</head>
<body>
<a class="skip" href="#main">Skip to the verdict</a>
<main id="main">
${verdictHeader(run)}${gatesSection(run)}${sinceReleaseSection(run)}${slicesSection(run)}${worstSection(input)}${promptSection(run)}${costSection(run)}${healthSection(input)}${provenanceSection(run)}</main>
<footer><p>Made by ${run.tool} from run ${run.id}.</p></footer>
</body>
</html>
`;
  return page.text;
}

function policy(sheet: string): string {
  const hash = createHash('sha256').update(sheet).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}
