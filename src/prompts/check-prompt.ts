import { isJsonObject, type JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { Variable } from '../core/prompt.ts';
import { suggestion } from '../core/suggest.ts';
import { checkOf } from '../schema/compile-schema.ts';
import { type Positions, problemAt } from '../schema/yaml-file.ts';
import { checkMessages, usedVariables } from './check-messages.ts';
import { checkTools } from './check-tools.ts';
import { checkTurns } from './check-turns.ts';
import { outputSchemaField, readOutputSchema } from './output-schema.ts';
import { readMessages } from './read-messages.ts';
import { declaredVariables, extensionOf, variableMistake } from './read-variables.ts';

/** Everything that is wrong with a prompt beyond its YAML. What the schema refuses is not reported twice. */
export function checkPrompt(source: JsonObject, positions: Positions): Problem[] {
  const declared = declaredVariables(extensionOf(source).variables);
  const messages = readMessages(source.messages);
  const ofSchema = checkOf('prompt')(source).map(({ path, field, ...words }) => ({
    ...problemAt(positions, path, words),
    ...(field === '' ? {} : { field }),
  }));
  const ofMessages = [...checkMessages(messages, declared), ...checkTurns(messages)].map(
    ({ path, offset, ...words }) => problemAt(positions, path, words, offset),
  );
  const ofTools = checkTools(extensionOf(source)).map(({ path, ...words }) =>
    problemAt(positions, ['x-prompteval', ...path], words),
  );
  const allMessagesRead = Array.isArray(source.messages) && messages.length === source.messages.length;
  const used = usedVariables(messages.map(({ template }) => template));
  return [
    ...ofSchema,
    ...ofMessages,
    ...checkVariables(declared, positions),
    ...ofTools,
    // Where a message can't be read, what it would have used is unknown.
    ...(allMessagesRead ? unusedVariables(declared, used, positions) : []),
    ...checkOutput(source, positions),
  ];
}

function checkVariables(declared: ReadonlyMap<string, Variable>, positions: Positions): Problem[] {
  return [...declared].flatMap(([name, variable]) => {
    const mistake = variableMistake(variable);
    if (mistake === undefined) return [];
    const { key, ...words } = mistake;
    return [problemAt(positions, ['x-prompteval', 'variables', name, key], words)];
  });
}

function unusedVariables(
  declared: ReadonlyMap<string, Variable>,
  used: readonly string[],
  positions: Positions,
): Problem[] {
  const undeclared = used.filter((name) => !declared.has(name));
  return [...declared.keys()]
    .filter((name) => !used.includes(name))
    .map((name) => {
      const hint = suggestion(name, undeclared) ?? 'Use it in a message or remove it';
      return problemAt(positions, ['x-prompteval', 'variables', name], {
        message: `no placeholder uses the variable "${name}"`,
        hint,
      });
    });
}

function checkOutput(source: JsonObject, positions: Positions): Problem[] {
  if (source.jsonSchema === undefined) {
    if (source.responseFormat !== 'json_schema') return [];
    const message = 'is json_schema, and there is no jsonSchema';
    return [
      problemAt(positions, ['responseFormat'], {
        message,
        hint: 'Add jsonSchema: {"name": …, "schema": {…}}',
      }),
    ];
  }
  // A wrong type is the file schema's to report.
  if (typeof source.jsonSchema !== 'string' && !isJsonObject(source.jsonSchema)) return [];
  return readOutputSchema(source.jsonSchema).problems.map((problem) => {
    const { path, offset, ...words } = problem;
    const placed = problemAt(positions, ['jsonSchema', ...path], words, offset);
    return { ...placed, field: outputSchemaField(problem) };
  });
}
