import { InputError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import type { Problem } from '../core/problem.ts';
import type { Message, PromptFile } from '../core/prompt.ts';
import { parseTemplate } from '../prompts/template.ts';
import { extensionLosses } from './export-losses.ts';

/** The base parameters of Bedrock's prompts; what a model has besides stands apart. */
const baseParameters: Record<string, string> = {
  temperature: 'temperature',
  topP: 'topP',
  maxTokens: 'maxTokens',
  stop: 'stopSequences',
};

/**
 * A prompt as the body of Bedrock's CreatePrompt, with one variant of the type CHAT.
 *
 * @throws InputError with everything that Bedrock's prompts can't say.
 */
export function toBedrock(prompt: PromptFile): JsonObject {
  const problems = problemsOf(prompt);
  const system: JsonObject[] = [];
  const messages: JsonObject[] = [];
  for (const message of prompt.messages) {
    if ('variable' in message) continue;
    const blocks = [
      { text: messageText(message) },
      ...(message.cache ? [{ cachePoint: { type: 'default' } }] : []),
    ];
    if (message.role === 'system') system.push(...blocks);
    else messages.push({ role: message.role, content: blocks });
  }
  if (problems.length > 0) throw new InputError(problems);
  const { tools, toolChoice, variables } = prompt['x-prompteval'];
  const chat: JsonObject = {
    ...(system.length > 0 && { system }),
    messages,
    inputVariables: Object.keys(variables).map((name) => ({ name })),
    ...(tools && { toolConfiguration: toolConfiguration(tools, toolChoice) }),
  };
  const variant: JsonObject = {
    name: 'default',
    templateType: 'CHAT',
    templateConfiguration: { chat },
    modelId: prompt.model.slice('bedrock/'.length),
    inferenceConfiguration: { text: inference(prompt) },
  };
  return {
    name: prompt.name,
    ...(prompt.description && { description: prompt.description }),
    defaultVariant: 'default',
    variants: [variant],
  };
}

/** What a prompt says and Bedrock's does not keep, each in a sentence. */
export function bedrockLosses(prompt: PromptFile): string[] {
  return extensionLosses(prompt, []);
}

function problemsOf(prompt: PromptFile): Problem[] {
  const cannot = (field: string, reason: string): Problem => ({
    field,
    message: `can't be said in Bedrock's prompts: ${reason}`,
  });
  const { variables, tools, toolChoice } = prompt['x-prompteval'];
  const problems: Problem[] = [];
  if (tools && toolChoice === 'none')
    problems.push(cannot('x-prompteval.toolChoice', 'tools that must not be called'));
  if (!/^(?:[0-9a-zA-Z][_-]?){1,100}$/.test(prompt.name))
    problems.push(cannot('name', 'a name is at most 100 letters and digits with single - and _ between'));
  if (!prompt.model.startsWith('bedrock/'))
    problems.push(cannot('model', `${prompt.model} is no model of Bedrock's`));
  if (prompt.responseFormat !== undefined && prompt.responseFormat !== 'text')
    problems.push(cannot('responseFormat', 'the answer has no format there'));
  for (const name of Object.keys(prompt.modelParameters).filter(
    (other) => !Object.hasOwn(baseParameters, other),
  ))
    problems.push(cannot(`modelParameters.${name}`, 'it is none of temperature, topP, maxTokens and stop'));
  for (const [name, { type }] of Object.entries(variables)) {
    if (type === 'messages' || type === 'image')
      problems.push(cannot(`x-prompteval.variables.${name}`, `a variable holds text, not ${type}`));
    if (!/^(?:[0-9a-zA-Z][_-]?){1,100}$/.test(name))
      problems.push(cannot(`x-prompteval.variables.${name}`, 'its name is no name there'));
  }
  for (const [index, message] of prompt.messages.entries()) {
    if ('variable' in message) continue;
    if (message.role === 'tool' || message.toolCalls)
      problems.push(cannot(`messages[${index}]`, "a tool's call or answer"));
    if (message.images) problems.push(cannot(`messages[${index}].images`, 'pictures'));
    if (parseTemplate(message.content).parts.some((part) => 'text' in part && part.text.includes('{{')))
      problems.push(cannot(`messages[${index}].content`, 'two braces that are no placeholder'));
  }
  return problems;
}

function messageText({ content }: Message): string {
  return parseTemplate(content)
    .parts.map((part) => ('variable' in part ? `{{${part.variable}}}` : part.text))
    .join('');
}

function inference({ modelParameters }: PromptFile): JsonObject {
  const text: JsonObject = {};
  for (const [name, value] of Object.entries(modelParameters)) {
    const known = baseParameters[name];
    if (known !== undefined && value !== undefined) text[known] = name === 'stop' ? [value].flat() : value;
  }
  return text;
}

function toolConfiguration(
  tools: NonNullable<PromptFile['x-prompteval']['tools']>,
  choice: PromptFile['x-prompteval']['toolChoice'],
): JsonObject {
  const named =
    typeof choice === 'object'
      ? { tool: { name: choice.name } }
      : choice === 'required'
        ? { any: {} }
        : { auto: {} };
  return {
    tools: tools.map(({ name, description, parameters }) => ({
      toolSpec: { name, ...(description && { description }), inputSchema: { json: parameters } },
    })),
    toolChoice: named,
  };
}
