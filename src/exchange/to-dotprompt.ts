import { stringify } from 'yaml';
import { InputError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { MessageTemplate, PromptFile } from '../core/prompt.ts';
import { parseTemplate } from '../prompts/template.ts';
import { joinTexts } from '../prompts/write-template.ts';
import { marker, trimmed } from './dotprompt.ts';
import { extensionLosses } from './export-losses.ts';

const parameterNames: Record<string, string> = {
  temperature: 'temperature',
  topP: 'topP',
  topK: 'topK',
  maxTokens: 'maxOutputTokens',
  stop: 'stopSequences',
};

/**
 * A prompt as a `.prompt` file of dotprompt.
 *
 * @throws InputError with everything that dotprompt can't say.
 */
export function toDotprompt(prompt: PromptFile): string {
  const problems: Problem[] = [];
  const { variables, tools } = prompt['x-prompteval'];
  if (tools) problems.push(cannot('x-prompteval.tools', 'tools are named there and defined in code'));
  const config: JsonObject = {};
  for (const [name, value] of Object.entries(prompt.modelParameters)) {
    const known = parameterNames[name];
    if (known === undefined) problems.push(cannot(`modelParameters.${name}`, 'there is no such parameter'));
    else if (value !== undefined) config[known] = name === 'stop' ? [value].flat() : value;
  }
  const body = prompt.messages.map((message, index) => messageText(message, `messages[${index}]`, problems));
  if (problems.length > 0) throw new InputError(problems);
  const head = {
    ...(prompt.description && { description: prompt.description }),
    model: prompt.model,
    ...(Object.keys(config).length > 0 && { config }),
    ...inputOf(variables),
    ...outputOf(prompt),
  };
  return `---\n${stringify(head, { lineWidth: 0 })}---\n${body.join('\n')}\n`;
}

/** What a prompt says and dotprompt does not keep, each in a sentence. */
export function dotpromptLosses(prompt: PromptFile): string[] {
  const texts = prompt.messages.flatMap((message, index) =>
    'content' in message && trimmed(message.content) !== message.content
      ? [`messages[${index}]: the blank lines around it and white space at its end are not kept`]
      : [],
  );
  const strict = prompt.jsonSchema?.strict === undefined ? [] : ['jsonSchema.strict: is not kept'];
  return [...texts, ...strict, ...extensionLosses(prompt, ['required', 'default', 'description'])];
}

function cannot(field: string, reason: string): Problem {
  return { field, message: `can't be said in dotprompt: ${reason}` };
}

function inputOf(variables: PromptFile['x-prompteval']['variables']): JsonObject {
  const declared = Object.entries(variables).filter(([, { type }]) => type !== 'messages');
  if (declared.length === 0) return {};
  const properties = declared.map(([name, { type, description }]) => [
    name,
    {
      ...(type === 'json' ? {} : { type: type === 'image' ? 'string' : type }),
      ...(description && { description }),
    },
  ]);
  const defaults = declared.flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value]],
  );
  return {
    input: {
      schema: {
        type: 'object',
        properties: Object.fromEntries(properties),
        required: declared.flatMap(([name, { required }]) => (required ? [name] : [])),
      },
      ...(defaults.length > 0 && { default: Object.fromEntries(defaults) }),
    },
  };
}

function outputOf({ responseFormat, jsonSchema }: PromptFile): JsonObject {
  if (jsonSchema) return { output: { format: 'json', schema: jsonSchema.schema } };
  return responseFormat === 'json_object' ? { output: { format: 'json' } } : {};
}

function messageText(message: MessageTemplate, place: string, problems: Problem[]): string {
  if ('variable' in message) {
    if (message.variable !== 'history')
      problems.push(
        cannot(place, `a conversation is always called history, and this one ${message.variable}`),
      );
    return '{{history}}';
  }
  if (message.toolCalls || message.role === 'tool') problems.push(cannot(place, "a tool's call or answer"));
  if (message.cache) problems.push(cannot(`${place}.cache`, 'nothing says what a vendor may keep'));
  if (message.content.includes(marker))
    problems.push(cannot(`${place}.content`, `${marker} begins a sign of its own`));
  const images = (message.images ?? []).map((image) => {
    const name = /^\{\{\s*([^\s}]+)\s*\}\}$/.exec(image)?.[1];
    return `{{media url=${name ?? JSON.stringify(image)}}}`;
  });
  const role = message.role === 'assistant' ? 'model' : message.role;
  return [`{{role "${role}"}}`, templateText(message.content), ...images].join('\n');
}

/** Says nothing, and keeps apart what Handlebars would read as one. */
const nothing = '{{!}}';

/**
 * Handlebars reads one backslash before braces as an escape, and takes one of two or more away. So a backslash before literal
 * braces stands before an empty comment, and so does a brace after a placeholder.
 */
function templateText(content: string): string {
  return joinTexts(parseTemplate(content).parts)
    .map((part, index, parts) => {
      if ('variable' in part) return `{{${part.variable}}}`;
      const escaped = part.text.replace(/(\\*)\{\{/g, (_, slashes: string) =>
        slashes === '' ? '\\{{' : `${slashes}\\${nothing}\\{{`,
      );
      const apart = index > 0 && escaped.startsWith('}') ? nothing + escaped : escaped;
      return parts[index + 1] === undefined ? apart : apart.replace(/\\+$/, (slashes) => `${slashes}\\`);
    })
    .join('');
}
