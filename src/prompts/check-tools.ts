import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import { suggestion } from '../core/suggest.ts';
import { schemaMistakes } from './schema-mistakes.ts';

/** Something wrong with the tools of a prompt; `path` begins below `x-prompteval`. */
export type ToolProblem = Omit<Problem, 'file' | 'line' | 'field'> & { path: (string | number)[] };

/** What the schema of a prompt file can't say about `tools` and `toolChoice`. */
export function checkTools({ tools, toolChoice }: JsonObject): ToolProblem[] {
  const list = Array.isArray(tools) ? tools : [];
  const names = list.map((tool) => (isJsonObject(tool) && typeof tool.name === 'string' ? tool.name : ''));
  return [...repeatedNames(names), ...list.flatMap(parameterMistakes), ...choiceMistakes(toolChoice, names)];
}

function repeatedNames(names: readonly string[]): ToolProblem[] {
  return names.flatMap((name, index) =>
    name !== '' && names.indexOf(name) < index
      ? [{ path: ['tools', index, 'name'], message: `the tool "${name}" stands twice` }]
      : [],
  );
}

function parameterMistakes(tool: Json, index: number): ToolProblem[] {
  if (!isJsonObject(tool) || !isJsonObject(tool.parameters)) return [];
  // A type that is none at all the file's own schema reports.
  if (tool.parameters.type !== 'object') return [];
  return schemaMistakes(tool.parameters).map((words) => ({ path: ['tools', index, 'parameters'], ...words }));
}

function choiceMistakes(choice: Json | undefined, names: readonly string[]): ToolProblem[] {
  if (choice === undefined) return [];
  if (names.length === 0) {
    return [
      {
        path: ['toolChoice'],
        message: 'chooses among tools, and there are none',
        hint: 'Add tools or remove it',
      },
    ];
  }
  const name = isJsonObject(choice) ? choice.name : undefined;
  if (typeof name !== 'string' || names.includes(name)) return [];
  const hint = suggestion(name, names);
  const message = `there is no tool "${name}"`;
  return [{ path: ['toolChoice', 'name'], message, ...(hint === undefined ? {} : { hint }) }];
}
