import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import type { Evaluator } from '../../core/evaluator.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Problem } from '../../core/problem.ts';
import type { PromptFile } from '../../core/prompt.ts';
import { formatPath } from '../../schema/field-path.ts';
import { schemaSlips } from '../../schema/schema-slips.ts';

/** What the schemas of a prompt and of its evaluators hold that nothing is checked by. */
export function schemaWarnings({ name, evaluators }: ResolvedPrompt, prompt: PromptFile): Problem[] {
  const tools = prompt['x-prompteval'].tools ?? [];
  return [
    ...slipsIn(prompt.jsonSchema?.schema, 'jsonSchema.schema'),
    ...tools.flatMap((tool, index) => slipsIn(tool.parameters, `x-prompteval.tools[${index}].parameters`)),
    ...evaluators.flatMap(({ name: evaluator, options }) =>
      schemaOptions
        .filter(([owner]) => owner === evaluator)
        .flatMap(([, option]) =>
          slipsIn(optionOf(options, option), `prompts['${name}'].evaluators ${evaluator}.${option}`),
        ),
    ),
  ];
}

/** Which built-ins take a schema. */
const schemaOptions = [
  ['jsonSchema', 'schema'],
  ['toolCall', 'arguments'],
] as const;

function optionOf(options: Evaluator['options'], name: string): unknown {
  return isJsonObject(options) && Object.hasOwn(options, name) ? options[name] : undefined;
}

function slipsIn(schema: unknown, field: string): Problem[] {
  if (!isJsonObject(schema)) return [];
  return schemaSlips(schema).map(({ path, ...words }) => {
    const place = formatPath(path);
    return { field: `${field}${place.startsWith('[') ? '' : '.'}${place}`, ...words };
  });
}
