import type { Evaluator } from '../core/evaluator.ts';
import { contains } from './contains.ts';
import { exactMatch } from './exact-match.ts';
import { jsonSchema } from './json-schema.ts';
import { matches } from './matches.ts';

/** Every built-in evaluator by its name. */
export const builtInEvaluators = { exactMatch, contains, matches, jsonSchema } satisfies Record<
  string,
  (options: never) => Evaluator
>;
