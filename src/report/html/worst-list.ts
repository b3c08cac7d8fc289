import type { Json } from '../../core/json.ts';
import type { RunFile } from '../../core/run-file.ts';
import { excerpt } from '../../core/text.ts';
import type { ReportInput, WorstCase } from '../report-input.ts';
import { baselineName, candidateName, regressionCount } from '../verdict-words.ts';
import { regressionFigures } from '../worst-words.ts';
import { section } from './badge.ts';
import { foreign, foreignBlock, html, type Markup } from './markup.ts';

/** The worst regressions, each with its input and both answers. The first stands open. */
export function worstSection({ run, worst }: ReportInput): Markup {
  if (worst.length === 0) {
    const none =
      run.arms.baseline === null
        ? 'There is no baseline that a case could be worse than.'
        : 'No case got worse.';
    return section('worst', 'Worst cases', html`<p>${none}</p>`);
  }
  const title =
    worst.length < (run.regressed ?? run.regressions.length)
      ? `The ${worst.length} worst of ${regressionCount(run)}`
      : regressionCount(run);
  return section(
    'worst',
    'Worst cases',
    html`<p class="muted">${title}, worst first.</p>
${worst.map((entry, index) => worstCase(run, entry, index === 0))}`,
  );
}

function worstCase(run: RunFile, worst: WorstCase, open: boolean): Markup {
  const { baseline, candidate, change } = regressionFigures(run, worst);
  const about = [worst.metric, worst.model, ...worst.tags, ...(worst.critical ? ['critical'] : [])];
  return html`<details class="case"${open && html` open`}>
<summary><span class="change">▼ ${change}</span> <strong>${foreign(worst.case)}</strong> <span class="first">${foreign(firstText(worst))}</span> <span class="muted">${about.map((part, index) => html`${index > 0 && ' · '}${foreign(part)}`)}</span></summary>
<div class="pair">
<div><h3>Input</h3>${Object.entries(worst.variables ?? {}).map(([name, value]) => variable(name, value))}${Object.keys(worst.variables ?? {}).length === 0 && html`<p class="muted">not stored with this run</p>`}</div>
<div><h3>Expected</h3>${worst.expected === undefined ? html`<p class="muted">nothing stated</p>` : foreignBlock(jsonText(worst.expected), 'Expected')}</div>
</div>
<div class="pair">
<div><h3>Baseline ${baselineName(run)} · ${baseline}</h3>${answer(worst.baselineText, 'Answer of the baseline')}</div>
<div><h3>Candidate ${candidateName(run)} · ${candidate}</h3>${answer(worst.candidateText, 'Answer of the candidate')}</div>
</div>
${reasonTable(worst)}
</details>
`;
}

/** The beginning of the first text among the variables, to recognize the case by. */
function firstText(worst: WorstCase): string {
  const text = Object.values(worst.variables ?? {}).find((value) => typeof value === 'string');
  return text === undefined ? '' : excerpt(String(text), 70);
}

function variable(name: string, value: Json): Markup {
  return html`<p class="label">${foreign(name)}</p>${foreignBlock(jsonText(value), name)}`;
}

function jsonText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function answer(text: string | null, label: string): Markup {
  if (text === null) return html`<p class="muted">no answer</p>`;
  return text === '' ? html`<p class="muted">an empty answer</p>` : foreignBlock(text, label);
}

function reasonTable(worst: WorstCase): Markup | false {
  if (worst.reasons.length === 0) return false;
  const rows = worst.reasons.map(
    (reason) =>
      html`<tr><th scope="row">${foreign(reason.evaluatorMetric)}</th><td>${reasonCell(reason.baseline)}</td><td>${reasonCell(reason.candidate)}</td></tr>`,
  );
  return html`<table class="reasons"><caption>Reasons</caption><thead><tr><th scope="col">Metric</th><th scope="col">Baseline</th><th scope="col">Candidate</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function reasonCell(reason: string | undefined): Markup {
  return reason === undefined ? html`–` : foreign(excerpt(reason, 400));
}
