import type { Anthropic } from '@anthropic-ai/sdk';
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import { ProviderError } from '../../core/errors.ts';
import type { OutputSchema, ToolChoice, ToolDefinition } from '../../core/prompt.ts';
import type { ModelRequest } from '../../core/provider.ts';
import type { MessageBody } from './message-body.ts';
import { defaultMaxTokens, setParameters } from './parameters.ts';
import { conversationOf } from './turns.ts';

/**
 * What goes over the wire of Messages.
 *
 * @throws ProviderError for what this wire can't carry.
 */
export function messageBody(request: ModelRequest): MessageBody {
  const { system, messages } = conversationOf(request.messages);
  const body: MessageBody = { model: request.model, max_tokens: defaultMaxTokens, messages };
  if (system.length > 0) body.system = system;
  setParameters(body, request.parameters);
  if (request.responseFormat !== 'text') {
    body.output_config = { ...body.output_config, format: outputFormat(request) };
  }
  if (request.tools.length > 0) {
    body.tools = request.tools.map(tool);
    if (request.toolChoice !== null) body.tool_choice = toolChoice(request.toolChoice);
  }
  return body;
}

function outputFormat(request: ModelRequest): Anthropic.JSONOutputFormat {
  if (request.responseFormat === 'json_object') {
    const message =
      'Anthropic has no mode for any JSON object; use responseFormat: json_schema with a jsonSchema, or text';
    throw new ProviderError(message, { code: 'unsupported', scope: 'run' });
  }
  if (request.outputSchema === null) {
    const message = 'responseFormat is json_schema, but the prompt has no jsonSchema';
    throw new ProviderError(message, { code: 'bad-request', scope: 'run' });
  }
  return { type: 'json_schema', schema: acceptedSchema(request.outputSchema) };
}

/**
 * The API takes a part of JSON Schema only, with every object closed. The SDK's own function closes them and moves
 * the rest (lengths, ranges, patterns) into descriptions, where the model reads it.
 */
function acceptedSchema(output: OutputSchema): Record<string, unknown> {
  try {
    return transformJSONSchema(output.schema);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Anthropic can't hold an answer to the schema "${output.name}": ${reason}`;
    throw new ProviderError(message, { code: 'unsupported', scope: 'run' });
  }
}

function tool({ name, description, parameters, strict }: ToolDefinition): Anthropic.Tool {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: { ...parameters, type: 'object' },
    ...(strict === undefined ? {} : { strict }),
  };
}

function toolChoice(choice: ToolChoice): Anthropic.ToolChoice {
  if (typeof choice === 'object') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}
