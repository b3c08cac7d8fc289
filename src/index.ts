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
export { caseChecks } from './evaluators/case-checks.ts';
export { composite } from './evaluators/composite.ts';
export { jsonMatch } from './evaluators/json/json-match.ts';
export { jsonSchema } from './evaluators/json/json-schema.ts';
export { numeric } from './evaluators/json/numeric.ts';
export { toolCall } from './evaluators/json/tool-call.ts';
export { grounded } from './evaluators/judges/grounded.ts';
export { humanReview } from './evaluators/judges/human-review.ts';
export { llmJudge } from './evaluators/judges/llm-judge.ts';
export { pairwiseJudge } from './evaluators/judges/pairwise-judge.ts';
export { defineEvaluator } from './evaluators/options/define-evaluator.ts';
export { fromScorer } from './evaluators/options/from-scorer.ts';
export { escalates } from './evaluators/safety/escalates.ts';
export { forbidden } from './evaluators/safety/forbidden.ts';
export { injection } from './evaluators/safety/injection.ts';
export { leak } from './evaluators/safety/leak.ts';
export { refusal } from './evaluators/safety/refusal.ts';
export { bleu } from './evaluators/similarity/bleu.ts';
export { levenshtein } from './evaluators/similarity/levenshtein.ts';
export { rouge } from './evaluators/similarity/rouge.ts';
export { semanticSimilarity } from './evaluators/similarity/semantic-similarity.ts';
export { contains } from './evaluators/texts/contains.ts';
export { containsAll } from './evaluators/texts/contains-all.ts';
export { containsAny } from './evaluators/texts/contains-any.ts';
export { exactMatch } from './evaluators/texts/exact-match.ts';
export { excludes } from './evaluators/texts/excludes.ts';
export { finishReason } from './evaluators/texts/finish-reason.ts';
export { language } from './evaluators/texts/language.ts';
export { length } from './evaluators/texts/length.ts';
export { matches } from './evaluators/texts/matches.ts';
export { startsWith } from './evaluators/texts/starts-with.ts';
