import type { PromptFile, Variable } from '../core/prompt.ts';
import type { InterfaceChange } from './interface-change.ts';
import { lostGuarantees } from './lost-guarantees.ts';
import { toolChanges } from './tool-changes.ts';

/**
 * What the candidate breaks: for callers, a variable that is gone, newly required or of another type; for readers of
 * the answers, anything that the baseline's output schema promised and the candidate's can't be shown to promise; for
 * those who serve its tools, a tool that is gone or new, or arguments that keep less than they did.
 * Where no proof is found it counts as a change: a person decides, with `x-prompteval: {interface: breaking}`.
 */
export function interfaceChanges(baseline: PromptFile, candidate: PromptFile): InterfaceChange[] {
  return [
    ...variableChanges(baseline, candidate),
    ...toolChanges(baseline['x-prompteval'], candidate['x-prompteval']),
    ...outputChanges(baseline, candidate),
  ];
}

function variableChanges(baseline: PromptFile, candidate: PromptFile): InterfaceChange[] {
  const before = new Map(Object.entries(baseline['x-prompteval'].variables));
  const after = new Map(Object.entries(candidate['x-prompteval'].variables));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const message = variableChange(before.get(name), after.get(name));
    return message === undefined ? [] : [{ field: `variables.${name}`, message }];
  });
}

function variableChange(before: Variable | undefined, after: Variable | undefined): string | undefined {
  if (after === undefined) return 'the variable is gone';
  if (before === undefined) return after.required ? 'a new variable, and it is required' : undefined;
  if (before.type !== after.type)
    return `the variable was of type ${before.type} and is of type ${after.type}`;
  return after.required && !before.required ? 'the variable is required now' : undefined;
}

function outputChanges(baseline: PromptFile, candidate: PromptFile): InterfaceChange[] {
  const before = baseline.jsonSchema?.schema;
  const after = candidate.jsonSchema?.schema;
  if (before === undefined) return [];
  if (after === undefined) return [{ field: 'output', message: 'there is no output schema any more' }];
  return lostGuarantees(before, after).map(({ field, message }) => ({ field: `output${field}`, message }));
}
