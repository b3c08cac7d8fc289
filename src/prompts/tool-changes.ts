import type { PromptExtension, ToolDefinition } from '../core/prompt.ts';
import type { InterfaceChange } from './interface-change.ts';
import { lostGuarantees } from './lost-guarantees.ts';

type Tools = Pick<PromptExtension, 'tools' | 'toolChoice'>;

/**
 * What systems that serve the tools can't rely on any more: a tool that is gone (a renamed one is), arguments that
 * keep less than they did, and answers of a kind that could not come before, such as the call of a new tool.
 */
export function toolChanges(baseline: Tools, candidate: Tools): InterfaceChange[] {
  const after = new Map((candidate.tools ?? []).map((tool) => [tool.name, tool]));
  const kept = (baseline.tools ?? []).flatMap((tool) => changesOf(tool, after.get(tool.name)));
  return [...kept, ...newAnswers(baseline, candidate)];
}

function changesOf(before: ToolDefinition, after: ToolDefinition | undefined): InterfaceChange[] {
  const field = `tools.${before.name}`;
  if (after === undefined) return [{ field, message: 'the tool is gone' }];
  const looser = before.strict === true && after.strict !== true;
  return [
    ...(looser ? [{ field, message: 'the tool was strict and is no longer' }] : []),
    ...lostGuarantees(before.parameters, after.parameters).map((lost) => ({
      field: `${field}${lost.field}`,
      message: lost.message,
    })),
  ];
}

/** What answers may be now and could not be before. */
function newAnswers(baseline: Tools, candidate: Tools): InterfaceChange[] {
  const before = possibleAnswers(baseline);
  const after = possibleAnswers(candidate);
  const calls = after.tools.filter((name) => !before.tools.includes(name));
  return [
    ...calls.map((name) => ({
      field: `tools.${name}`,
      message: 'may be called now, and could not be before',
    })),
    ...(after.text && !before.text
      ? [{ field: 'toolChoice', message: 'an answer may be a text now, and was always a call' }]
      : []),
  ];
}

function possibleAnswers({ tools = [], toolChoice = 'auto' }: Tools): { text: boolean; tools: string[] } {
  const names = tools.map((tool) => tool.name);
  if (names.length === 0 || toolChoice === 'none') return { text: true, tools: [] };
  if (typeof toolChoice === 'object') return { text: false, tools: [toolChoice.name] };
  return { text: toolChoice === 'auto', tools: names };
}
