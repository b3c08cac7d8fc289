import type { ConverseCommandInput, OutputFormat } from '@aws-sdk/client-bedrock-runtime';
import { ProviderError } from '../../core/errors.ts';
import type { OutputSchema } from '../../core/prompt.ts';
import type { ModelRequest } from '../../core/provider.ts';
import { isPromptArn } from './model-id.ts';
import { setParameters } from './parameters.ts';
import { toolConfig } from './tool-config.ts';
import { systemBlocks, turnsOf } from './turns.ts';
import { unsupported } from './unsupported.ts';

/**
 * What goes over the wire of Converse. With the ARN of a prompt, the messages are sent too: Bedrock appends them to
 * the prompt's own.
 *
 * @throws ProviderError for what this wire can't carry.
 */
export function converseInput(request: ModelRequest): ConverseCommandInput {
  const { model, messages, parameters } = request;
  const system = systemBlocks(messages);
  const turns = turnsOf(messages);
  const tools = toolConfig(request);
  if (isPromptArn(model))
    refuseWhatPromptHas({ 'system message': system.length > 0, tools: tools !== undefined });

  const input: ConverseCommandInput = { modelId: model };
  if (turns.length > 0) input.messages = turns;
  if (system.length > 0) input.system = system;
  if (tools !== undefined) input.toolConfig = tools;
  setParameters(input, parameters);
  const textFormat = formatOf(request);
  if (textFormat !== undefined) input.outputConfig = { ...input.outputConfig, textFormat };
  return input;
}

function refuseWhatPromptHas(sent: Record<string, boolean>): void {
  for (const [what, isSent] of Object.entries(sent)) {
    if (!isSent) continue;
    throw unsupported(
      `The prompt behind an ARN has its own ${what}; Bedrock takes none with it. Remove it here, or name a model instead of the prompt`,
      'run',
    );
  }
}

function formatOf({ responseFormat, outputSchema }: ModelRequest): OutputFormat | undefined {
  if (responseFormat === 'json_object') {
    throw unsupported(
      'Bedrock has no responseFormat json_object; use json_schema with the schema of the answer, or ask for JSON in the prompt',
      'run',
    );
  }
  return responseFormat === 'json_schema' ? jsonSchemaFormat(outputSchema) : undefined;
}

function jsonSchemaFormat(output: OutputSchema | null): OutputFormat {
  if (output === null) {
    throw new ProviderError('responseFormat is json_schema, but the prompt has no jsonSchema', {
      code: 'bad-request',
      scope: 'run',
    });
  }
  const { name, schema } = output;
  return { type: 'json_schema', structure: { jsonSchema: { name, schema: JSON.stringify(schema) } } };
}
