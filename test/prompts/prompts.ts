import type { Json } from '../../src/core/json.ts';
import type { MessageTemplate, PromptFile, Variable } from '../../src/core/prompt.ts';
import { usedVariables } from '../../src/prompts/check-messages.ts';

/** A prompt with these messages, its undeclared placeholders filled in as the parser does. */
export function promptWith(
  messages: MessageTemplate[],
  variables: Record<string, Variable> = {},
  rest: Partial<PromptFile> = {},
): PromptFile {
  const used = usedVariables(messages).map((name) => [name, { type: 'string', required: true }] as const);
  return {
    name: 'greeting',
    model: 'demo/in-context',
    modelParameters: {},
    messages,
    ...rest,
    'x-prompteval': { variables: { ...Object.fromEntries(used), ...variables } },
  };
}

/** A prompt with one user message. */
export function promptOf(content: string, variables: Record<string, Variable> = {}): PromptFile {
  return promptWith([{ role: 'user', content }], variables);
}

/** A prompt whose answer must fit this schema. */
export function promptAnswering(schema: { [key: string]: Json }): PromptFile {
  return promptWith([{ role: 'user', content: 'Hello' }], {}, { jsonSchema: { name: 'answer', schema } });
}
