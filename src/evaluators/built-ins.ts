import type { Evaluator } from '../core/evaluator.ts';
import { answerChecks } from './answer-checks.ts';
import { caseChecks } from './case-checks.ts';
import { composite } from './composite.ts';
import { jsonMatch } from './json/json-match.ts';
import { numeric } from './json/numeric.ts';
import { grounded } from './judges/grounded.ts';
import { humanReview } from './judges/human-review.ts';
import { llmJudge } from './judges/llm-judge.ts';
import { pairwiseJudge } from './judges/pairwise-judge.ts';
import { escalates } from './safety/escalates.ts';
import { forbidden } from './safety/forbidden.ts';
import { injection } from './safety/injection.ts';
import { leak } from './safety/leak.ts';
import { bleu } from './similarity/bleu.ts';
import { levenshtein } from './similarity/levenshtein.ts';
import { rouge } from './similarity/rouge.ts';
import { semanticSimilarity } from './similarity/semantic-similarity.ts';
import { exactMatch } from './texts/exact-match.ts';

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
