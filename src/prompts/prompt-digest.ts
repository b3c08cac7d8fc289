import { digestOf } from '../core/digest.ts';
import type { PromptFile } from '../core/prompt.ts';

/**
 * `sha256:…` over everything that changes what a model sees, so that a new description, owner or changelog needs no
 * new evaluation. A missing responseFormat is `text`.
 */
export function promptDigest(prompt: PromptFile): string {
  const variables = Object.entries(prompt['x-prompteval'].variables).map(([name, variable]) => [
    name,
    { type: variable.type, required: variable.required, default: variable.default },
  ]);
  return digestOf({
    model: prompt.model,
    modelParameters: prompt.modelParameters,
    responseFormat: prompt.responseFormat ?? 'text',
    jsonSchema: prompt.jsonSchema,
    messages: prompt.messages,
    variables: Object.fromEntries(variables),
  });
}
