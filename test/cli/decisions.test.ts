import { describe, expect, it } from 'vitest';
import { worstExitCode } from '../../src/cli/run-outcome.ts';
import { describeSystemError } from '../../src/cli/system-error.ts';
import type { ExitCode } from '../../src/core/errors.ts';

describe('worstExitCode', () => {
  it.each<[ExitCode[], ExitCode]>([
    [[], 0],
    [[0, 0], 0],
    [[0, 3], 3],
    [[3, 4], 4],
    [[4, 1, 3], 1],
    [[1, 2, 0], 2],
    [[0, 1, 2, 3, 4], 2],
    [[2, 130], 130],
  ])('of %j is %d', (codes, worst) => {
    expect(worstExitCode(codes)).toBe(worst);
    expect(worstExitCode(codes.toReversed())).toBe(worst);
  });
});

describe('describeSystemError', () => {
  const failure = (code: string, path?: string) =>
    Object.assign(new Error(`${code}: oops`), { code, syscall: 'open', ...(path !== undefined && { path }) });

  it.each([
    [failure('EACCES', 'reports/x'), /^reports\/x: permission denied; .* \(EACCES\)$/],
    [failure('ENOSPC'), /^no space is left on the disk \(ENOSPC: oops\)$/],
    [failure('EISDIR', process.cwd()), /^\.: is a folder, and a file is needed \(EISDIR\)$/],
  ])('%s', (error, words) => {
    expect(describeSystemError(error)).toMatch(words);
  });

  it.each([
    failure('ECONNREFUSED'),
    new TypeError('no function'),
    Object.assign(new Error('x'), { code: 'ENOENT' }),
    'text',
  ])('leaves %s to others', (error) => {
    expect(describeSystemError(error)).toBeUndefined();
  });
});
