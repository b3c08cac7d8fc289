import { join } from 'node:path';
import { formatCaseValue, formatMilliseconds, formatUsd } from '../core/format.ts';
import { isJsonObject, type Json } from '../core/json.ts';
import { findMetric } from '../core/metrics.ts';
import type { Message, PromptFile } from '../core/prompt.ts';
import type { RunFile } from '../core/run-file.ts';
import { printable } from '../core/text.ts';
import type { TrialRecord } from '../core/trial.ts';
import { isTrialRecord } from '../core/trial-line.ts';
import { renderPrompt } from '../prompts/render.ts';
import { attachmentLines, roleText } from '../report/attachment-lines.ts';
import { readJsonLines } from '../report/json-lines.ts';
import { type CaseMask, caseMask, maskText, sensitiveVariables } from '../report/mask.ts';
import type { Output } from './output.ts';

/** Of a run of one case: what was sent, what came back and what it scored. Nothing for a run of several. */
export async function printCase(output: Output, folder: string, run: RunFile): Promise<void> {
  if (output.json || run.dataset.cases !== 1) return;
  const [found] = await linesOf(folder, 'cases.jsonl');
  if (!isJsonObject(found) || !isJsonObject(found.variables)) return;
  const { variables, expected } = found;
  const sensitive = sensitiveVariables(run, {});
  const mask = caseMask(variables, sensitive);
  const trials = (await linesOf(folder, 'trials.jsonl')).filter(isTrialRecord);
  printMessages(output, renderHidden(run.arms.candidate.prompt, variables, sensitive), mask);
  if (expected !== undefined) {
    output.print(output.bold('── expected'));
    output.printForeign(printable(textOf(mask.json(expected))));
  }
  for (const arm of ['baseline', 'candidate'] as const) {
    const version = run.arms[arm]?.version;
    const name = arm === 'baseline' ? `v${version}` : version == null ? 'draft' : `v${version}`;
    for (const trial of trials.filter((record) => record.arm === arm)) {
      printTrial(output, run, trial, name, mask);
    }
  }
}

/** The messages with a sensitive variable's value hidden before it is filled in, however short it is; in lists and objects it is not. */
function renderHidden(
  prompt: PromptFile,
  variables: Record<string, Json>,
  sensitive: ReadonlySet<string>,
): Message[] {
  const { variables: declared = {}, ...own } = prompt['x-prompteval'] ?? {};
  const isHidden = (name: string) =>
    sensitive.has(name) && typeof variables[name] !== 'object' && declared[name]?.type !== 'image';
  const texts = Object.entries(variables).map(([name, value]) => [name, isHidden(name) ? maskText : value]);
  const rest = Object.entries(declared).filter(([name]) => !isHidden(name));
  const shown = { ...prompt, 'x-prompteval': { ...own, variables: Object.fromEntries(rest) } };
  return renderPrompt(shown, Object.fromEntries(texts));
}

function printMessages(output: Output, messages: readonly Message[], mask: CaseMask): void {
  for (const message of messages) {
    output.print(output.bold(`── ${printable(roleText(message))}`));
    output.printForeign(printable(mask.text(message.content).trimEnd()));
    for (const line of attachmentLines(message)) output.print(output.dim(printable(mask.text(line))));
  }
}

function printTrial(output: Output, run: RunFile, trial: TrialRecord, name: string, mask: CaseMask): void {
  const { completion, failure, scores, model, repeat } = trial;
  const figures = [
    run.repeats > 1 ? `repeat ${repeat + 1}` : '',
    completion?.costUsd == null ? '' : formatUsd(completion.costUsd),
    completion?.latencyMs == null ? '' : formatMilliseconds(completion.latencyMs),
    trial.askedAt === undefined ? '' : 'from the cache',
  ].filter((figure) => figure !== '');
  output.print(
    output.bold(printable(`── ${name} on ${model}${figures.map((figure) => ` · ${figure}`).join('')}`)),
  );
  const text = completion === undefined ? `failed: ${failure?.message ?? 'no answer'}` : completion.text;
  output.printForeign(printable(mask.text(text).trimEnd()));
  for (const score of scores) {
    const metric = findMetric(run.metrics, score.metric);
    const value =
      'unscored' in score
        ? `unscored: ${score.unscored}`
        : metric
          ? formatCaseValue(metric, score.value)
          : `${score.value}`;
    const reason = 'value' in score && score.reason ? `   ${score.reason}` : '';
    output.printForeign(output.dim(printable(`   ${score.metric}: ${mask.text(value + reason)}`)));
  }
}

async function linesOf(folder: string, name: string): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of readJsonLines(join(folder, name), () => undefined)) lines.push(line);
  return lines;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
