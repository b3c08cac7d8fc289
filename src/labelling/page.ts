import { existsSync, readFileSync } from 'node:fs';
import { ownFile } from '../core/package-root.ts';
import { renderDocument } from '../report/html/document.ts';
import { html } from '../report/html/markup.ts';
import type { LabelState } from './shared/label-task.ts';
import { style } from './style.ts';

/** Where the build puts it. */
const bundle = ownFile('dist', 'labelling', 'client', 'client.js');

/** The page around its program. It holds no answer: the program asks for them one by one. */
export function labelPage({ prompt, metric, run }: LabelState): string {
  return renderDocument({
    title: `${metric} of ${prompt} · labelling · prompteval`,
    subject: 'the answer',
    main: html`<p class="crumb">${prompt} · run ${run}</p>
<div id="labelling"><p>This page needs its program: allow scripts, or fill in the CSV file instead.</p></div>`,
    footer: html`Served by prompteval on this machine alone. Which version gave an answer, and what any evaluator said of it, is not shown.`,
    client: { script: readProgram(), style },
    connects: true,
  });
}

function readProgram(): string {
  if (existsSync(bundle)) return readFileSync(bundle, 'utf8');
  throw new Error('dist/labelling/client/client.js is not there; npm run build makes it');
}
