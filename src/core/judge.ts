import type { Message, ModelParameters, OutputSchema } from './prompt.ts';

/** What an evaluator asks a model. */
export interface JudgeQuestion {
  /** `provider/model`, one of the evaluator's `models`. */
  model: string;
  messages: Message[];
  parameters?: ModelParameters;
  /** Parameters that are left out where the model refuses them. */
  droppable?: readonly string[];
  /** What the reply must fit. */
  outputSchema?: OutputSchema;
  /** The text of the one message is to be turned into a vector. The reply is that, as `encodeVector` writes it. */
  embed?: true;
}

/**
 * Asks a model of the config, with the limits, retries and prices that its trials have.
 *
 * @returns the text of the reply. Rejects where none came.
 */
export type AskJudge = (question: JudgeQuestion) => Promise<string>;

/** What questions came to. */
export interface JudgeSpend {
  /** Replies that were asked for now. */
  calls: number;
  /** USD, of the replies whose price is known. */
  usd: number;
  /** Replies whose price is not known. */
  unpriced: number;
  /** Replies that a cache had, besides; absent is none. */
  cached?: number;
}

/** What the questions about one answer, or one pair of answers, came to. */
export interface JudgeRecord extends JudgeSpend {
  /** The same by the metric that asked: the first one of its evaluator. Absent from runs of older versions. */
  by?: Record<string, JudgeSpend>;
}

export function addSpend(a: JudgeSpend, b: JudgeSpend): JudgeSpend {
  const cached = (a.cached ?? 0) + (b.cached ?? 0);
  return {
    calls: a.calls + b.calls,
    usd: a.usd + b.usd,
    unpriced: a.unpriced + b.unpriced,
    ...(cached > 0 && { cached }),
  };
}

export const noSpend: JudgeSpend = { calls: 0, usd: 0, unpriced: 0 };
