import type { OpenAI } from 'openai';
import type { ToolChoice, ToolDefinition } from '../../../core/prompt.ts';
import type { ModelRequest } from '../../../core/provider.ts';
import { namedSchema } from '../output-schema.ts';
import { type ParameterFields, wireParameters } from '../parameters.ts';
import { inputItems } from './input.ts';

type Body = OpenAI.Responses.ResponseCreateParams;
type WithoutParameters = Pick<Body, 'model' | 'input' | 'store' | 'text' | 'tools' | 'tool_choice'>;

/**
 * What goes over the wire of the Responses API. Nothing is kept at the vendor: a case is asked once.
 *
 * @throws ProviderError for what this wire can't carry.
 */
export function responsesBody(request: ModelRequest, fields: ParameterFields): WithoutParameters {
  const { model, tools, toolChoice } = request;
  const body: WithoutParameters = { model, input: inputItems(request.messages), store: false };
  if (request.responseFormat === 'json_object') body.text = { format: { type: 'json_object' } };
  if (request.responseFormat === 'json_schema') {
    body.text = { format: { type: 'json_schema', ...namedSchema(request.outputSchema) } };
  }
  if (tools.length > 0) body.tools = tools.map(functionTool);
  if (toolChoice !== null) body.tool_choice = functionChoice(toolChoice);
  return { ...body, ...wireParameters(request.parameters, fields) };
}

/** Where nothing is said, this API is strict and Chat Completions is not. The same prompt means the same to both. */
function functionTool(tool: ToolDefinition): OpenAI.Responses.FunctionTool {
  const { name, description, parameters, strict = false } = tool;
  return {
    type: 'function',
    name,
    ...(description === undefined ? {} : { description }),
    parameters,
    strict,
  };
}

function functionChoice(choice: ToolChoice): NonNullable<Body['tool_choice']> {
  return typeof choice === 'string' ? choice : { type: 'function', name: choice.name };
}
