import type { Evaluator } from '../core/evaluator.ts';
import { answerChecks } from './answer-checks.ts';
import { bleu } from './bleu.ts';
import { caseChecks } from './case-checks.ts';
import { composite } from './composite.ts';
import { escalates } from './escalates.ts';
import { exactMatch } from './exact-match.ts';
import { forbidden } from './forbidden.ts';
import { grounded } from './grounded.ts';
import { humanReview } from './human-review.ts';
import { injection } from './injection.ts';
import { jsonMatch } from './json-match.ts';
import { leak } from './leak.ts';
import { levenshtein } from './levenshtein.ts';
import { llmJudge } from './llm-judge.ts';
import { numeric } from './numeric.ts';
import { pairwiseJudge } from './pairwise-judge.ts';
import { rouge } from './rouge.ts';
import { semanticSimilarity } from './semantic-similarity.ts';

/** Every built-in evaluator by its name. */
export const builtInEvaluators = {
  exactMatch,
  ...answerChecks,
  jsonMatch,
  numeric,
  levenshtein,
  rouge,
  bleu,
  semanticSimilarity,
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
