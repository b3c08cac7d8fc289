import { digestOf } from '../core/digest.ts';
import type { PromptFile } from '../core/prompt.ts';

/**
 * `sha256:…` over everything that changes what a model is sent, so that a new description, owner or changelog needs no
 * new evaluation. A missing responseFormat is `text`, a missing toolChoice `auto`. What a prompt does not have leaves
 * its digest as it was before prompts could have it.
 */
export function promptDigest(prompt: PromptFile): string {
  const variables = Object.entries(prompt['x-prompteval'].variables).map(([name, variable]) => [
    name,
    { type: variable.type, required: variable.required, default: variable.default },
  ]);
  const { tools = [], toolChoice = 'auto', dropUnsupported = [] } = prompt['x-prompteval'];
  return digestOf({
    model: prompt.model,
    modelParameters: prompt.modelParameters,
    responseFormat: prompt.responseFormat ?? 'text',
    jsonSchema: prompt.jsonSchema,
    messages: prompt.messages,
    variables: Object.fromEntries(variables),
    ...(tools.length > 0 && { tools, toolChoice }),
    ...(dropUnsupported.length > 0 && { dropUnsupported: [...dropUnsupported].sort() }),
  });
}
