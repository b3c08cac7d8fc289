/** What applications import from 'prompteval/client'. */

export { InputError } from '../core/errors.ts';
export type { Json } from '../core/json.ts';
export type { Message } from '../core/prompt.ts';
export type {
  AnyPrompts,
  Client,
  ClientOptions,
  ClientProblem,
  GetOptions,
  Prompt,
  PromptType,
  Snapshot,
  Turn,
} from './client-types.ts';
export { createClient } from './create-client.ts';
export { PromptUnavailableError } from './unavailable-error.ts';
