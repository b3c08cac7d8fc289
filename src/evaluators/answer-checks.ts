import type { Evaluator } from '../core/evaluator.ts';
import { jsonSchema } from './json/json-schema.ts';
import { toolCall } from './json/tool-call.ts';
import { refusal } from './safety/refusal.ts';
import { contains } from './texts/contains.ts';
import { containsAll } from './texts/contains-all.ts';
import { containsAny } from './texts/contains-any.ts';
import { excludes } from './texts/excludes.ts';
import { finishReason } from './texts/finish-reason.ts';
import { language } from './texts/language.ts';
import { length } from './texts/length.ts';
import { matches } from './texts/matches.ts';
import { startsWith } from './texts/starts-with.ts';

/** The built-ins that pass or fail an answer by their options alone, by name: what a single case can ask for. */
export const answerChecks = {
  contains,
  containsAll,
  containsAny,
  excludes,
  startsWith,
  matches,
  jsonSchema,
  length,
  language,
  refusal,
  finishReason,
  toolCall,
} satisfies Record<string, (options: never) => Evaluator>;
