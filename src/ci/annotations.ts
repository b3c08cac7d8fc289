import { formatCount } from '../core/format.ts';
import type { Problem } from '../core/problem.ts';
import type { GateOutcome } from '../core/verdict.ts';
import { gateRows } from '../report/gate-rows.ts';
import { lineOfGate } from './prompt-lines.ts';
import type { PromptOutcome } from './prompt-outcome.ts';
import { adviceOf, figureOf, titleOf } from './titles.ts';
import type { Annotation } from './workflow-command.ts';

/** GitHub shows so many of each level a step. */
export const mostAnnotations = 10;

/**
 * What to write on the lines of prompts, and of files that could not be used: first one line for each prompt that did not
 * pass, which says all in its title, then the single gates. What does not fit is counted in the last one.
 */
export function annotationsOf(outcomes: readonly PromptOutcome[], most = mostAnnotations): Annotation[] {
  const open = outcomes.filter(({ exitCode }) => exitCode !== 0);
  const all = [...open.map(overall), ...open.flatMap(details)];
  if (all.length <= most) return all;
  const left = all.length - most + 1;
  const rest: Annotation = {
    level: 'notice',
    title: `prompteval: ${formatCount(left)} more`,
    text: `${formatCount(left)} more remarks stand in the summary of this job.`,
  };
  return [...all.slice(0, most - 1), rest];
}

function overall(outcome: PromptOutcome): Annotation {
  const { input, message, problems } = outcome;
  const [first] = problems;
  const text = [message ?? input?.run.verdict.headline ?? '', adviceOf(outcome)].filter(
    (part) => part !== '',
  );
  const failed =
    input && gateRows(input.run).find((row) => row.outcome.enforced && row.outcome.status !== 'pass');
  const place = first?.file !== undefined ? placeOf(first) : placeOfGate(outcome, failed?.outcome);
  return { level: 'error', title: titleOf(outcome), text: sentences(text) || titleOf(outcome), ...place };
}

/** A gate of the prompt on what the draft changed in it; that of the policy on the config, which was made looser. */
function placeOfGate(
  { source, config, input }: PromptOutcome,
  gate: GateOutcome | undefined,
): Pick<Annotation, 'file' | 'line'> {
  if (gate?.gate === 'policy' && gate.metric === null) return config;
  if (source === null) return {};
  const line = input === null || gate === undefined ? 1 : lineOfGate(source.text, input.run, gate);
  return { file: source.file, line };
}

/** The single gates, where there is more than the one that the overall remark names; or the single problems. */
function details(outcome: PromptOutcome): Annotation[] {
  const { input, problems, prompt } = outcome;
  if (input === null) return problems.slice(1).map((problem) => ofProblem(prompt, problem));
  const rows = gateRows(input.run).filter(
    ({ outcome: { status, enforced } }) => status !== 'pass' && enforced,
  );
  return rows.slice(1).map((row) => ({
    level: row.outcome.status === 'fail' ? ('error' as const) : ('warning' as const),
    title: `${prompt}: ${figureOf(row)}`,
    text: row.outcome.text,
    ...placeOfGate(outcome, row.outcome),
  }));
}

function ofProblem(prompt: string, problem: Problem): Annotation {
  const { field, message, expected, hint } = problem;
  const text = [message, expected && `expected ${expected}`, hint].filter(Boolean).join('. ');
  return { level: 'error', title: `${prompt}: ${field ?? 'problem'}`, text, ...placeOf(problem) };
}

function placeOf({ file, line }: Problem): Pick<Annotation, 'file' | 'line'> {
  return { ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
}

function sentences(texts: readonly string[]): string {
  return texts.map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`)).join(' ');
}
