import type { PromptFile, Variable } from '../core/prompt.ts';

/** What of a prompt changes what a model sees. */
export interface PromptContent
  extends Pick<PromptFile, 'model' | 'modelParameters' | 'responseFormat' | 'jsonSchema' | 'messages'> {
  variables: Record<string, Variable>;
}

/** What the digest of a version is over. A missing responseFormat is `text`. */
export function digestedContent(content: PromptContent): object {
  const variables = Object.entries(content.variables).map(([name, variable]) => [
    name,
    { type: variable.type, required: variable.required, default: variable.default },
  ]);
  return {
    model: content.model,
    modelParameters: content.modelParameters,
    responseFormat: content.responseFormat ?? 'text',
    jsonSchema: content.jsonSchema,
    messages: content.messages,
    variables: Object.fromEntries(variables),
  };
}
