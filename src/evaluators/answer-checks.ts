import type { Evaluator } from '../core/evaluator.ts';
import { contains } from './contains.ts';
import { containsAll } from './contains-all.ts';
import { containsAny } from './contains-any.ts';
import { excludes } from './excludes.ts';
import { finishReason } from './finish-reason.ts';
import { jsonSchema } from './json-schema.ts';
import { language } from './language.ts';
import { length } from './length.ts';
import { matches } from './matches.ts';
import { refusal } from './refusal.ts';
import { startsWith } from './starts-with.ts';
import { toolCall } from './tool-call.ts';

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
