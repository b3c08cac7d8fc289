import type { ResolvedPrompt } from '../../config/resolved-config.ts';
import { formatCount } from '../../core/format.ts';
import type { Problem } from '../../core/problem.ts';
import type { CaseDigests } from './case-digests.ts';

/**
 * Cases that a gate counts as evidence of their own, though they ask and expect the same as another. Where cases are counted
 * by clusters the config says itself what belongs together.
 */
export function repeatWarnings(
  { name, cluster }: Pick<ResolvedPrompt, 'name' | 'cluster'>,
  digests: CaseDigests,
): Problem[] {
  const repeated = cluster === undefined ? digests.repeated() : 0;
  if (repeated === 0) return [];
  const words =
    repeated === 1
      ? 'asks and expects the same as another, and yet counts'
      : 'ask and expect the same as another, and yet count';
  return [
    {
      field: `prompts['${name}'].dataset`,
      message: `${formatCount(repeated)} of ${formatCount(digests.count)} cases ${words} as evidence`,
      hint: 'Remove what is there twice, or count cases by `cluster`',
    },
  ];
}
