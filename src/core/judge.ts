import type { Message, ModelParameters, OutputSchema } from './prompt.ts';

/** What an evaluator asks a model. */
export interface JudgeQuestion {
  /** `provider/model`, one of the evaluator's `models`. */
  model: string;
  messages: Message[];
  parameters?: ModelParameters;
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

/** What the questions about one answer came to. */
export interface JudgeSpend {
  calls: number;
  /** USD, of the replies whose price is known. */
  usd: number;
  /** Replies whose price is not known. */
  unpriced: number;
}
