import { expect, it } from 'vitest';
import { deferringRefusals, isRefused } from '../../src/config/refused-evaluators.ts';
import { InputError } from '../../src/core/errors.ts';
import type { Problem } from '../../src/core/problem.ts';

it('keeps what is wrong with an evaluator, and goes on', () => {
  const problems: Problem[] = [];
  const makers = {
    exact: (options: object) => {
      if ('pth' in options) throw new InputError({ field: 'exact.pth', message: 'unknown option' });
      return { name: 'exact' };
    },
    bug() {
      throw new TypeError('a bug');
    },
    version: '1',
  };
  const deferred = deferringRefusals(makers, 'prompteval.config.ts', problems) as Record<
    string,
    (given?: object) => object
  >;
  const made = deferred.exact?.({ pth: 1 });
  expect(isRefused(made)).toBe(true);
  expect(isRefused({ ...made, name: 'mine' })).toBe(true);
  expect(problems).toMatchObject([
    { file: 'prompteval.config.ts', field: 'exact.pth', message: 'unknown option' },
  ]);
  expect(deferred.exact?.({})).toEqual({ name: 'exact' });
  expect(isRefused(deferred.exact?.({}))).toBe(false);
  expect(() => deferred.bug?.()).toThrow('a bug');
  expect(deferred.version).toBe('1');
});
