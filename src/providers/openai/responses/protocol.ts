import type { Protocol } from '../protocol.ts';
import { responsesBody } from './body.ts';
import { responsesFields } from './fields.ts';
import { errorInResponse, responsesReply } from './reply.ts';
import { collectResponse } from './stream.ts';

export const responses: Protocol = {
  path: '/responses',
  fields: responsesFields,
  body: responsesBody,
  streamed: { stream: true },
  collect: collectResponse,
  errorIn: errorInResponse,
  reply: responsesReply,
};
