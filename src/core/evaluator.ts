import type { FindReviews } from './answer-review.ts';
import type { Case } from './case.ts';
import type { Completion } from './completion.ts';
import type { Json, JsonSchema } from './json.ts';
import type { AskJudge } from './judge.ts';
import type { PairContext, PairJudgement } from './pair.ts';
import type { Message } from './prompt.ts';
import type { Metric, Score } from './score.ts';

/**
 * What an evaluator sees of a completed trial. There is no arm in it: an evaluator can't favour one. It is frozen, all the
 * way down: what one evaluator does to it can't change what another one sees.
 */
export interface EvaluatorContext {
  case: Case;
  variables: Record<string, Json>;
  /** The messages that were sent. */
  messages: Message[];
  completion: Completion;
  /** What the evaluators that stand before this one in the config have said of the same answer. */
  scores?: readonly Score[];
  /** Asks one of the evaluator's `models`. Absent where no model may be asked, as in `score`. */
  ask?: AskJudge;
  /** Aborted when the evaluator's time is up. */
  signal: AbortSignal;
}

/** All models that an evaluator asks, each as often as it asks it about one answer. */
export function modelsOf({
  models = [],
  embeddings = [],
}: Pick<Evaluator, 'models' | 'embeddings'>): string[] {
  return [...models, ...embeddings];
}

/** Whether an answer alone is enough for it to ask a model; where it compares two of them, it is not. */
export function asksAboutAnswers(evaluator: Evaluator): boolean {
  return evaluator.compare === undefined && modelsOf(evaluator).length > 0;
}

export interface Evaluator {
  name: string;
  /** Raise it when the same answer would get another score. */
  version: string;
  metrics: Metric[];
  evaluate(context: EvaluatorContext): Score | Score[] | Promise<Score | Score[]>;
  /** What the evaluator was made with; part of its digest. */
  options?: unknown;
  /** It can score nothing but cases with `expected`; told before a run asks a model. */
  needsExpected?: boolean;
  /** The field of the dataset that it reads; a dataset in which no case has it is told before a run asks a model. */
  needsField?: string;
  /** What is wrong with what a case says to it, in words; told before a run asks a model. */
  checkCase?(testCase: Case): string | undefined;
  /** Metrics that it makes its score of; evaluators before it have to measure them. */
  needsMetrics?: readonly string[];
  /** The models that it asks, as `provider/model`; each as often as it asks it about one answer. */
  models?: readonly string[];
  /** The models that it turns texts into vectors with; each as often as it does that for one answer. */
  embeddings?: readonly string[];
  /** What people are asked who judge in its place, and the scores that they may give. */
  asks?: { question: string; scores: readonly { score: number; means?: string | undefined }[] };
  /** People give its scores: an answer that nobody has reviewed yet is unscored, and waits. */
  byPeople?: true;
  /** Longest time for one trial, in milliseconds; default 30 s. */
  timeoutMs?: number;
  /**
   * Where it is there, a run calls it in the place of `evaluate`, once for each case and repeat that both arms answered, and all
   * metrics of the evaluator are `pairwise`.
   */
  compare?(context: PairContext): PairJudgement | Promise<PairJudgement>;
  /** Called once a run, for evaluators that depend on the schema that both arms are scored by, or on what people said. */
  prepare?(subject: { outputSchema: JsonSchema | null; findReviews?: FindReviews }): Evaluator;
}
