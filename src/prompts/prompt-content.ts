import type { PromptExtension, PromptFile, Variable } from '../core/prompt.ts';

/** What of a prompt changes what a model is sent. */
export interface PromptContent
  extends Pick<PromptFile, 'model' | 'modelParameters' | 'responseFormat' | 'jsonSchema' | 'messages'>,
    Pick<PromptExtension, 'tools' | 'toolChoice' | 'dropUnsupported'> {
  variables: Record<string, Variable>;
}

/**
 * What the digest of a version is over. A missing responseFormat is `text`, a missing toolChoice `auto`. What a prompt does
 * not have leaves its digest as it was before prompts could have it.
 */
export function digestedContent(content: PromptContent): object {
  const variables = Object.entries(content.variables).map(([name, variable]) => [
    name,
    { type: variable.type, required: variable.required, default: variable.default },
  ]);
  const { tools = [], toolChoice = 'auto', dropUnsupported = [] } = content;
  return {
    model: content.model,
    modelParameters: content.modelParameters,
    responseFormat: content.responseFormat ?? 'text',
    jsonSchema: content.jsonSchema,
    messages: content.messages,
    variables: Object.fromEntries(variables),
    ...(tools.length > 0 && { tools, toolChoice }),
    ...(dropUnsupported.length > 0 && { dropUnsupported: [...dropUnsupported].sort() }),
  };
}

/** Whether a model reads two prompts of one digest alike. It reads the order of keys too, which a digest does not see. */
export function hasSameOrder(one: PromptFile, other: PromptFile): boolean {
  return jsonThatIsSent(one) === jsonThatIsSent(other);
}

function jsonThatIsSent({ jsonSchema, 'x-prompteval': { tools, variables } }: PromptFile): string {
  const names = Object.keys(variables).sort();
  return JSON.stringify([jsonSchema, tools, names.map((name) => variables[name]?.default)]);
}
