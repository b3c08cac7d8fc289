import type { Evaluator } from '../core/evaluator.ts';
import { bleu } from './bleu.ts';
import { caseChecks } from './case-checks.ts';
import { composite } from './composite.ts';
import { contains } from './contains.ts';
import { containsAll } from './contains-all.ts';
import { containsAny } from './contains-any.ts';
import { escalates } from './escalates.ts';
import { exactMatch } from './exact-match.ts';
import { excludes } from './excludes.ts';
import { finishReason } from './finish-reason.ts';
import { forbidden } from './forbidden.ts';
import { grounded } from './grounded.ts';
import { humanReview } from './human-review.ts';
import { injection } from './injection.ts';
import { jsonMatch } from './json-match.ts';
import { jsonSchema } from './json-schema.ts';
import { language } from './language.ts';
import { leak } from './leak.ts';
import { length } from './length.ts';
import { levenshtein } from './levenshtein.ts';
import { llmJudge } from './llm-judge.ts';
import { matches } from './matches.ts';
import { numeric } from './numeric.ts';
import { pairwiseJudge } from './pairwise-judge.ts';
import { refusal } from './refusal.ts';
import { rouge } from './rouge.ts';
import { semanticSimilarity } from './semantic-similarity.ts';
import { startsWith } from './starts-with.ts';
import { toolCall } from './tool-call.ts';

/** Every built-in evaluator by its name. */
export const builtInEvaluators = {
  exactMatch,
  contains,
  containsAll,
  containsAny,
  excludes,
  startsWith,
  matches,
  jsonSchema,
  jsonMatch,
  numeric,
  levenshtein,
  rouge,
  bleu,
  semanticSimilarity,
  length,
  language,
  toolCall,
  refusal,
  finishReason,
  forbidden,
  leak,
  injection,
  escalates,
  caseChecks,
  composite,
  llmJudge,
  grounded,
  pairwiseJudge,
  humanReview,
} satisfies Record<string, (options: never) => Evaluator>;
