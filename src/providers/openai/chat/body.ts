import type { OpenAI } from 'openai';
import type { ToolChoice, ToolDefinition } from '../../../core/prompt.ts';
import type { ModelRequest } from '../../../core/provider.ts';
import { namedSchema } from '../output-schema.ts';
import { type ParameterFields, wireParameters } from '../parameters.ts';
import { chatMessages } from './messages.ts';

type Body = OpenAI.Chat.ChatCompletionCreateParams;
type WithoutParameters = Pick<Body, 'model' | 'messages' | 'response_format' | 'tools' | 'tool_choice'>;

/**
 * What goes over the wire of Chat Completions.
 *
 * @throws ProviderError for what this wire can't carry.
 */
export function chatBody(request: ModelRequest, fields: ParameterFields): WithoutParameters {
  const { model, tools, toolChoice } = request;
  const body: WithoutParameters = { model, messages: chatMessages(request.messages) };
  if (request.responseFormat === 'json_object') body.response_format = { type: 'json_object' };
  if (request.responseFormat === 'json_schema') {
    const json_schema = { ...namedSchema(request.outputSchema) };
    body.response_format = { type: 'json_schema', json_schema };
  }
  if (tools.length > 0) body.tools = tools.map(chatTool);
  if (toolChoice !== null) body.tool_choice = chatToolChoice(toolChoice);
  return { ...body, ...wireParameters(request.parameters, fields) };
}

function chatTool(tool: ToolDefinition): OpenAI.Chat.ChatCompletionFunctionTool {
  const { name, description, parameters, strict } = tool;
  return {
    type: 'function',
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      parameters,
      ...(strict === undefined ? {} : { strict }),
    },
  };
}

function chatToolChoice(choice: ToolChoice): OpenAI.Chat.ChatCompletionToolChoiceOption {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}
