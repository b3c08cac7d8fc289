import type { ToolCall } from './prompt.ts';

export interface Usage {
  /** All input tokens, cached ones included. */
  inputTokens: number;
  /** All output tokens, reasoning included. */
  outputTokens: number;
  cachedInputTokens?: number;
  cacheWriteTokens?: number;
  reasoningTokens?: number;
  /** True where the provider reported nothing and the numbers are an estimate. */
  estimated?: boolean;
}

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'refusal' | 'other';

/** The normalized answer of a model. */
export interface Completion {
  /** Where the model only called tools, the calls as JSON: `{"name", "arguments"}`, of several a list. */
  text: string;
  finishReason: FinishReason;
  usage: Usage | null;
  /** USD; null where no price is known. */
  costUsd: number | null;
  /** The successful attempt alone, in milliseconds; null for an answer that was not asked for now. */
  latencyMs: number | null;
  /**
   * Of `latencyMs`, the most that may be this process being busy with other work when the answer came, in milliseconds:
   * the model took at least `latencyMs - lagMs`. Absent is 0, and so it is of runs of before it was kept.
   */
  lagMs?: number;
  /** The model id that the provider says it served. */
  servedModel: string | null;
  toolCalls?: ToolCall[];
  /** Until the first piece of the answer came, in milliseconds; only where answers are streamed. */
  firstTokenMs?: number;
  /** Model parameters that were left out because the model refuses them. */
  dropped?: string[];
}
