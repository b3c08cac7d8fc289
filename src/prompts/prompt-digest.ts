import { digestOf } from '../core/digest.ts';
import type { PromptFile } from '../core/prompt.ts';
import { digestedContent } from './prompt-content.ts';

/**
 * `sha256:…` over everything that changes what a model is sent, so that a new description, owner or changelog needs no
 * new evaluation.
 */
export function promptDigest(prompt: PromptFile): string {
  return digestOf(digestedContent({ ...prompt, ...prompt['x-prompteval'] }));
}
