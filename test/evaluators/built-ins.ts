import { builtInEvaluators } from '../../src/evaluators/built-ins.ts';

/** What each built-in can't be made without. */
export const minimalOptions: Record<keyof typeof builtInEvaluators, object> = {
  exactMatch: {},
  contains: {},
  containsAll: {},
  containsAny: {},
  excludes: { texts: ['x'] },
  startsWith: {},
  matches: { pattern: /a/ },
  jsonSchema: { schema: { type: 'object' } },
  jsonMatch: {},
  numeric: {},
  levenshtein: {},
  rouge: {},
  bleu: {},
  semanticSimilarity: { model: 'openai/text-embedding-3-small' },
  length: { words: { max: 10 } },
  language: { is: 'en' },
  toolCall: {},
  refusal: { must: 'answer' },
  finishReason: {},
  forbidden: { phrases: ['x'] },
  leak: {},
  injection: {},
  escalates: { path: 'human' },
  llmJudge: { criteria: 'Is it polite?', model: 'demo/in-context', scale: 'yes-no' },
  grounded: { field: 'document', model: 'demo/in-context' },
  pairwiseJudge: { criteria: 'Which is kinder?', model: 'demo/in-context' },
  humanReview: { question: 'May this go out?' },
  caseChecks: {},
  composite: { metric: 'overall', of: { quality: 1 } },
};

/** As a config in JavaScript or JSON calls them, without types. */
export function make(name: string, options?: unknown): unknown {
  const factory: unknown = Reflect.get(builtInEvaluators, name);
  if (typeof factory !== 'function') throw new Error(`no evaluator ${name}`);
  return factory(options);
}
