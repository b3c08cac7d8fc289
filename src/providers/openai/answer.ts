import type { FinishReason, Usage } from '../../core/completion.ts';
import type { ToolCall } from '../../core/prompt.ts';
import type { ModelReply } from '../../core/provider.ts';
import { textOfCalls } from '../tool-calls.ts';

/** What a model answered, freed from the API that it came through. */
export interface Answer {
  text: string;
  /** Empty where it did not refuse. */
  refusal: string;
  calls: ToolCall[];
  /** Why it ended, as the server says. */
  ended: FinishReason;
  usage: Usage | null;
  servedModel: unknown;
}

export function replyOf(answer: Answer, latencyMs: number | null): ModelReply {
  const { refusal, calls, usage, servedModel } = answer;
  const written = refusal || answer.text;
  return {
    text: written === '' && calls.length > 0 ? textOfCalls(calls) : written,
    finishReason: refusal === '' ? finishReason(answer) : 'refusal',
    usage,
    latencyMs,
    servedModel: typeof servedModel === 'string' && servedModel !== '' ? servedModel : null,
    ...(calls.length > 0 ? { toolCalls: calls } : {}),
  };
}

/** An answer that was forced to call a tool ends with "stop". */
function finishReason({ calls, ended }: Answer): FinishReason {
  return calls.length > 0 && (ended === 'stop' || ended === 'other') ? 'tool-calls' : ended;
}
