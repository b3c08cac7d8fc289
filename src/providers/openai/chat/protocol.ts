import type { Protocol } from '../protocol.ts';
import { chatBody } from './body.ts';
import { errorInChat } from './error-in-reply.ts';
import { chatFields } from './fields.ts';
import { chatReply } from './reply.ts';
import { collectChat } from './stream.ts';

export const chatCompletions: Protocol = {
  path: '/chat/completions',
  fields: chatFields,
  body: chatBody,
  // Without this a stream reports no usage.
  streamed: { stream: true, stream_options: { include_usage: true } },
  collect: collectChat,
  errorIn: errorInChat,
  reply: chatReply,
};
