import { digestBytes } from '../core/digest.ts';
import { personOf } from '../core/person.ts';
import { approvalsFolder } from './keys.ts';

/** One a person: their name, which may hold anything, is hashed. */
export function approvalKey(prompt: string, plan: string, by: string): string {
  return `${approvalsFolder(prompt, plan)}${digestBytes(personOf(by)).replace(/^sha256:/, '')}.json`;
}
