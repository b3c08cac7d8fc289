import type { Problem } from '../../core/problem.ts';

/** For those that are not listed, at the place of the first of them. */
export function moreLikeThese({ file, line }: Problem = { message: '' }, more: number): Problem {
  return {
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    message: `and ${more} more like these`,
    more,
  };
}
