import type { OpenAI } from 'openai';
import { ProviderError } from '../../core/errors.ts';
import type { Message, OutputSchema } from '../../core/prompt.ts';
import type { ModelRequest } from '../../core/provider.ts';
import type { ChatBody } from './chat-body.ts';
import { setParameters } from './parameters.ts';

/**
 * What goes over the wire of Chat Completions.
 *
 * @param isOfficial whether OpenAI itself answers: it wants `max_completion_tokens` (its reasoning models refuse
 *   `max_tokens`), while many compatible servers know `max_tokens` only.
 * @throws ProviderError for what this wire can't carry.
 */
export function chatBody(request: ModelRequest, isOfficial: boolean): ChatBody {
  const body: ChatBody = { model: request.model, messages: request.messages.map(chatMessage) };
  setParameters(body, request.parameters, isOfficial);
  if (request.responseFormat === 'json_object') body.response_format = { type: 'json_object' };
  if (request.responseFormat === 'json_schema') {
    body.response_format = { type: 'json_schema', json_schema: namedSchema(request.outputSchema) };
  }
  return body;
}

function chatMessage(message: Message): OpenAI.Chat.ChatCompletionMessageParam {
  const { role, content } = message;
  if (role !== 'tool') return { role, content };
  throw new ProviderError(
    'a tool turn needs the id of the call that it answers, which a conversation does not carry yet',
    {
      code: 'unsupported',
      scope: 'trial',
    },
  );
}

function namedSchema(output: OutputSchema | null): OpenAI.ResponseFormatJSONSchema['json_schema'] {
  if (output === null) {
    throw new ProviderError('responseFormat is json_schema, but the prompt has no jsonSchema', {
      code: 'bad-request',
      scope: 'run',
    });
  }
  const { name, schema, strict } = output;
  return { name, schema, ...(strict === undefined ? {} : { strict }) };
}
