import type { Anthropic } from '@anthropic-ai/sdk';

/** Fields that the API knew until its version 2026-10-21, and the SDK's types no longer know. */
export interface Sampling {
  temperature?: number;
  top_p?: number;
  top_k?: number;
}

/** What goes over the wire of Messages. */
export type MessageBody = Anthropic.MessageCreateParamsNonStreaming & Sampling;

/**
 * The version of the API that a request needs, where that is not the SDK's own: the newer one refuses every
 * request that sets a sampling parameter; the older one leaves it to the model.
 */
export function neededVersion(body: MessageBody): string | undefined {
  const samples = [body.temperature, body.top_p, body.top_k].some((value) => value !== undefined);
  return samples ? '2023-06-01' : undefined;
}
