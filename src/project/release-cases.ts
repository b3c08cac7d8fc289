import type { Case } from '../core/case.ts';

/** Where cases are set apart for tuning, a release is not judged by them: prompts were fitted to those. */
export function releaseCases(cases: readonly Case[]): Case[] {
  const kept = cases.filter((item) => item.split !== 'tune');
  return kept.length > 0 ? kept : [...cases];
}
