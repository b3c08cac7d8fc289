/** What a config and the files of a project import from 'prompteval'. */

export { defineProvider } from './config/define-provider.ts';
export type {
  EvaluatorConfig,
  GateConfig,
  GitRegistryConfig,
  IdentityConfig,
  ModelConfig,
  PromptConfig,
  ProviderConfig,
  UserConfig,
  WebhookConfig,
} from './config/user-config.ts';
export { defineConfig } from './config/user-config.ts';
export type { Case, Dataset } from './core/case.ts';
export type { Comparison, Interval } from './core/comparison.ts';
export type { Completion, FinishReason, Usage } from './core/completion.ts';
export { InputError, PromptevalError, ProviderError } from './core/errors.ts';
export type { Evaluator, EvaluatorContext } from './core/evaluator.ts';
export type { AskJudge, JudgeQuestion } from './core/judge.ts';
export type { OrderedReply, PairContext, PairJudgement, Preference } from './core/pair.ts';
export type { Message, PromptFile, ToolCall, ToolChoice, ToolDefinition } from './core/prompt.ts';
export type {
  Embedding,
  EmbeddingRequest,
  ModelPrice,
  ModelReply,
  ModelRequest,
  Provider,
  ProviderAnswer,
  ProviderDefinition,
  ProviderEmbedding,
} from './core/provider.ts';
export type { RunFile } from './core/run-file.ts';
export type { Metric, Score } from './core/score.ts';
export type { TrialRecord } from './core/trial.ts';
export type { GateOutcome, Verdict } from './core/verdict.ts';
export { bleu } from './evaluators/bleu.ts';
export { caseChecks } from './evaluators/case-checks.ts';
export { composite } from './evaluators/composite.ts';
export { contains } from './evaluators/contains.ts';
export { containsAll } from './evaluators/contains-all.ts';
export { containsAny } from './evaluators/contains-any.ts';
export { defineEvaluator } from './evaluators/define-evaluator.ts';
export { escalates } from './evaluators/escalates.ts';
export { exactMatch } from './evaluators/exact-match.ts';
export { excludes } from './evaluators/excludes.ts';
export { finishReason } from './evaluators/finish-reason.ts';
export { forbidden } from './evaluators/forbidden.ts';
export { fromScorer } from './evaluators/from-scorer.ts';
export { grounded } from './evaluators/grounded.ts';
export { humanReview } from './evaluators/human-review.ts';
export { injection } from './evaluators/injection.ts';
export { jsonMatch } from './evaluators/json-match.ts';
export { jsonSchema } from './evaluators/json-schema.ts';
export { language } from './evaluators/language.ts';
export { leak } from './evaluators/leak.ts';
export { length } from './evaluators/length.ts';
export { levenshtein } from './evaluators/levenshtein.ts';
export { llmJudge } from './evaluators/llm-judge.ts';
export { matches } from './evaluators/matches.ts';
export { numeric } from './evaluators/numeric.ts';
export { pairwiseJudge } from './evaluators/pairwise-judge.ts';
export { refusal } from './evaluators/refusal.ts';
export { rouge } from './evaluators/rouge.ts';
export { semanticSimilarity } from './evaluators/semantic-similarity.ts';
export { startsWith } from './evaluators/starts-with.ts';
export { toolCall } from './evaluators/tool-call.ts';
