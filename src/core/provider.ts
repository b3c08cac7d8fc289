import type { Allowance } from './allowance.ts';
import type { EndSignal } from './call-signal.ts';
import type { Completion, Usage } from './completion.ts';
import type { Json } from './json.ts';
import type { Message, ModelParameters, OutputSchema, ToolChoice, ToolDefinition } from './prompt.ts';

/** One call, already rendered. */
export interface ModelRequest {
  /** The model's id as the provider knows it, without our `provider/` prefix. */
  model: string;
  messages: Message[];
  parameters: ModelParameters;
  responseFormat: 'text' | 'json_object' | 'json_schema';
  outputSchema: OutputSchema | null;
  tools: readonly ToolDefinition[];
  /** null where there are no tools. */
  toolChoice: ToolChoice | null;
  /** Aborted on timeout and on Ctrl-C. Each attempt has its own, so that what listens to it goes with it. */
  signal: AbortSignal;
  /** The same for those who do with less; `signal` may be made when it is asked for. */
  ending?: EndSignal;
}

/** What a provider answers; the runner adds the cost. `latencyMs` covers this one attempt, without queueing. */
export type ModelReply = Omit<Completion, 'costUsd'> & {
  /** What the reply says of the vendor's rate limits; it is no part of the answer. */
  limits?: readonly Allowance[];
};

/** One text, to be turned into a vector that stands for what it means. */
export interface EmbeddingRequest {
  /** The model's id as the provider knows it, without our `provider/` prefix. */
  model: string;
  /** Never empty. */
  text: string;
  signal: AbortSignal;
}

export interface Embedding {
  /** Finite numbers, at least one. */
  vector: readonly number[];
  /** `outputTokens` is 0. */
  usage: Usage;
  servedModel: string | null;
  limits?: readonly Allowance[];
}

/**
 * Asks one vendor. It makes one attempt a call: retries, time limits and concurrency are the runner's.
 * Rejects with ProviderError for everything that went wrong with the vendor.
 */
export interface Provider {
  name: string;
  /** What of its settings an answer depends on, such as the address; never a key. Part of what a cache goes by. */
  place?: Json;
  /** Most calls in flight. */
  concurrency: number;
  maxRetries: number;
  /** Most calls that may start in a minute; absent is no limit of ours. */
  requestsPerMinute?: number;
  /** Most tokens of input and output in a minute; absent is no limit of ours. */
  tokensPerMinute?: number;
  /** Longest time for one attempt, in milliseconds. */
  timeoutMs: number;
  complete(request: ModelRequest): Promise<ModelReply>;
  /** Absent where it has no embeddings. Rejects as `complete` does. */
  embed?(request: EmbeddingRequest): Promise<Embedding>;
  /** Frees sockets. */
  close?(): Promise<void>;
}

/** What a provider of one's own answers. What it leaves out is not known, or measured around the call. */
export interface ProviderAnswer
  extends Pick<Completion, 'text'>,
    Partial<Pick<Completion, 'finishReason' | 'usage' | 'servedModel' | 'toolCalls' | 'firstTokenMs'>> {
  /** Milliseconds of the answer alone; left out, the time that `complete` took. */
  latencyMs?: number | null;
}

/** What the `embed` of a provider of one's own gives. */
export interface ProviderEmbedding {
  vector: readonly number[];
  /** Tokens of the text; left out, they are estimated. */
  inputTokens?: number;
}

/** A provider of one's own, for `providers` of a config. */
export interface ProviderDefinition {
  /**
   * Answers one call; retries, time limits and concurrency are the runner's. A ProviderError says how far a failure reaches;
   * whatever else it rejects with fails that trial alone.
   */
  complete(request: ModelRequest): Promise<ProviderAnswer>;
  /** Turns one text into a vector, for evaluators that compare texts by what they mean. */
  embed?(request: EmbeddingRequest): Promise<ProviderEmbedding>;
  /** Most calls in flight; default 50. */
  concurrency?: number;
  /** Most calls that may start in a minute; default: no limit. */
  requestsPerMinute?: number;
  /** Most tokens of input and output in a minute; default: no limit. */
  tokensPerMinute?: number;
  /** Tries after the first one, of failures that may be tried again; default 5. */
  maxRetries?: number;
  /** Longest time for one attempt, in milliseconds; default 60 s. */
  timeoutMs?: number;
  /** Called when the run is over. */
  close?(): Promise<void>;
}

/** USD per million tokens. `cachedInput` and `cacheWrite` default to `input`. */
export interface ModelPrice {
  input: number;
  output: number;
  cachedInput?: number;
  cacheWrite?: number;
}
