import { describe, expect, it } from 'vitest';
import { withContext } from '../../src/cli/diff-context.ts';
import { worstExitCode } from '../../src/cli/run-outcome.ts';
import { describeSystemError } from '../../src/cli/system-error.ts';
import type { ExitCode } from '../../src/core/errors.ts';
import type { DiffLine } from '../../src/report/line-diff.ts';

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

describe('withContext', () => {
  /** `.` the same, `+` and `-` changed. */
  const shown = (signs: string): string => {
    const kinds = { '.': 'same', '+': 'added', '-': 'removed' } as const;
    const lines = [...signs].map(
      (sign, index): DiffLine => ({
        kind: kinds[sign as keyof typeof kinds],
        text: String(index),
      }),
    );
    const marks = { same: '.', added: '+', removed: '-', skipped: '…' };
    return withContext(lines)
      .map(({ kind, text }) => (kind === 'skipped' ? `(${text})` : marks[kind]))
      .join('');
  };

  it.each([
    ['', ''],
    ['..-+..', '..-+..'],
    ['.....-', '(2 lines the same)...-'],
    ['-....', '-....'],
    ['+.....', '+...(2 lines the same)'],
    ['-.......+', '-.......+'],
    ['-........+', '-...(2 lines the same)...+'],
    ['.....', '(5 lines the same)'],
  ])('%s', (lines, expected) => {
    expect(shown(lines)).toBe(expected);
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
