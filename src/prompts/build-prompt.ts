import { basename } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts';
import type { OutputSchema, PromptExtension, PromptFile } from '../core/prompt.ts';
import { usedVariables } from './check-messages.ts';
import { readOutputSchema } from './output-schema.ts';
import { readMessages } from './read-messages.ts';
import { declaredVariables, extensionOf } from './read-variables.ts';

/** Builds the prompt from a source that was found to be without a problem. */
export function buildPrompt(source: JsonObject, file: string): PromptFile {
  const messages = readMessages(source.messages).map(({ template }) => template);
  const prompt: PromptFile = {
    name: typeof source.name === 'string' ? source.name : basename(file).replace(/(\.prompt)?\.[^.]+$/, ''),
    model: String(source.model),
    modelParameters: isJsonObject(source.modelParameters) ? source.modelParameters : {},
    messages,
    'x-prompteval': promptExtension(source, usedVariables(messages)),
  };
  if (typeof source.description === 'string') prompt.description = source.description;
  const format = responseFormat(source.responseFormat);
  if (format !== undefined) prompt.responseFormat = format;
  const schema = outputSchema(source.jsonSchema);
  if (schema !== undefined) prompt.jsonSchema = schema;
  return prompt;
}

function responseFormat(value: Json | undefined): PromptFile['responseFormat'] {
  return value === 'text' || value === 'json_object' || value === 'json_schema' ? value : undefined;
}

function outputSchema(value: Json | undefined): OutputSchema | undefined {
  return value === undefined ? undefined : readOutputSchema(value).schema;
}

function promptExtension(source: JsonObject, used: readonly string[]): PromptExtension {
  const given = extensionOf(source);
  const declared = declaredVariables(given.variables);
  const names = new Set([...declared.keys(), ...used]);
  const variables = Object.fromEntries(
    [...names].map((name) => [name, declared.get(name) ?? { type: 'string' as const, required: true }]),
  );
  return { ...given, variables };
}
