import type { ArmName } from './trial.ts';
import type { GateStatus } from './verdict.ts';

/** Which trial it is. */
export interface TrialPlace {
  arm: ArmName;
  /** Of a sweep, which has several. */
  variant?: string;
  case: string;
  /** The model that this arm ran on. */
  model: string;
  repeat: number;
}

/** What a judge was asked about: an answer, or where there is no arm, a pair of them. */
export interface JudgedPlace extends Omit<TrialPlace, 'arm'> {
  arm?: ArmName;
}

/** A question of an evaluator to a model. */
export interface JudgeCall {
  about: JudgedPlace;
  metric: string;
  /** `provider/model` */
  model: string;
}

/** What is told of an answer while a run lives; its text is in trials.jsonl alone. */
export interface AnswerFigures {
  latencyMs: number | null;
  finishReason: string;
  servedModel: string | null;
  inputTokens: number | null;
  outputTokens: number | null;
}

/**
 * What happens during a run, for whoever shows it, writes it down or traces it. No text of a prompt, a case or an answer
 * is in it, and nothing that a server said.
 */
export type ProgressEvent =
  | {
      type: 'run-started';
      /** Its id. */
      run: string;
      prompt: string;
      title: string;
      /** `kept`: trials of `planned` that the run has from before it was cut off. */
      models: { id: string; planned: number; kept?: { completed: number; costUsd: number } }[];
      /** What evaluators are about to ask models in all; absent where none asks. `kept`: as of the models. */
      judges?: { planned: number; kept?: { calls: number; costUsd: number } };
      maxCost: number | null;
    }
  | { type: 'trial-started'; trial: TrialPlace }
  /** A call that is sent; the first attempt is 1. */
  | { type: 'attempt-started'; trial: TrialPlace; attempt: number }
  | { type: 'attempt-answered'; trial: TrialPlace; attempt: number; answer: AnswerFigures }
  | { type: 'attempt-failed'; trial: TrialPlace; attempt: number; code: string }
  /** After an attempt that failed and before the next. */
  | { type: 'attempt-retried'; trial: TrialPlace; attempt: number; code: string; waitMs: number }
  | {
      type: 'trial-finished';
      trial: TrialPlace;
      status: 'completed' | 'failed';
      /** What was paid for it now; null where its price is not known. */
      costUsd: number | null;
      /** 0 of an answer from the cache. */
      attempts: number;
      cached: boolean;
      /** Of one that failed. */
      code?: string;
    }
  /** `slowedDown`: a rate limit keeps it below what is configured; `waitMs`: until the next call of this model. */
  | { type: 'pace-changed'; model: string; atOnce: number; slowedDown: boolean; waitMs: number }
  /** To a question of an evaluator; `cached`: from an earlier run, and not paid for again. */
  | {
      type: 'judge-replied';
      judge: JudgeCall;
      costUsd: number | null;
      cached: boolean;
      answer: AnswerFigures;
    }
  /** A question that has no reply after all its attempts. */
  | { type: 'judge-failed'; judge: JudgeCall }
  | { type: 'judge-retried'; judge: JudgeCall; code: string; waitMs: number }
  /** Before its plan was through: `looked` where a look at the gates ended it. */
  | { type: 'run-stopped'; because: 'interrupted' | 'budget' | 'looked'; usd: number }
  /** No more calls are made. */
  | { type: 'run-finished' }
  | {
      type: 'verdict';
      run: string;
      prompt: string;
      status: GateStatus;
      gates: { gate: string; model: string | null; status: GateStatus; enforced: boolean; reason: string }[];
      trials: { planned: number; completed: number; failed: number; cached: number; waiting?: number };
      spend: { usd: number; judgeUsd: number; waitingUsd?: number };
      action: 'promote' | 'hold';
      warnings: string[];
    }
  /** The alias moved. */
  | {
      type: 'released';
      run: string;
      prompt: string;
      alias: string;
      from: number | null;
      to: number;
      seq: number;
    }
  /** It could not go on. `error`: a word for it, such as a failure's code. */
  | { type: 'run-failed'; error: string };

export interface ProgressSink {
  emit(event: ProgressEvent): void;
  /** Restores the terminal, stops timers, and brings to its end what is still on the way. */
  close(): void | Promise<void>;
}
