import { describe, expect, it, vi } from 'vitest';
import {
  ConflictError,
  CutShortError,
  InputError,
  IntegrityError,
  InterruptedError,
  PromptevalError,
  ProviderError,
  RefusedError,
} from '../../src/core/errors.ts';

/** The README's table of exit codes: 1 is "blocked" and nothing else, so that CI never takes trouble for a failed gate. */
it.each([
  ['the rules say no', new RefusedError('no'), 1],
  ['what was given is not usable', new InputError({ message: 'no' }), 2],
  ['the registry is damaged', new IntegrityError('no'), 2],
  ['the provider says no', new ProviderError('no', { code: 'unauthorized', scope: 'run' }), 2],
  ['a run was cut short by a bug', new CutShortError('kept', new Error('no')), 2],
  ['a run was cut short by what blocks it', new CutShortError('kept', new PromptevalError('no', 4)), 4],
  ['the evidence is too thin', new RefusedError('no', 3), 3],
  ['two sides wrote the registry', new IntegrityError('no', 4), 4],
  ['the alias moved meanwhile', new ConflictError('no'), 4],
  ['Ctrl-C', new InterruptedError('kept'), 130],
])('%s', (_, error, code) => {
  expect(error.exitCode).toBe(code);
});

describe('errors of another copy of the package', async () => {
  vi.resetModules();
  const other = await import('../../src/core/errors.ts');
  const wrongKey = { code: 'unauthorized', scope: 'run' } as const;
  class OutOfOrder extends ProviderError {}
  class OtherOutOfOrder extends other.ProviderError {}

  it.each<[string, unknown, Record<string, boolean>]>([
    ['one of a class', new other.ConflictError('no'), { PromptevalError: true, ConflictError: true }],
    ['one with problems', new other.InputError([]), { PromptevalError: true, InputError: true }],
    [
      "one of a provider's",
      new other.ProviderError('no', wrongKey),
      { PromptevalError: true, ProviderError: true },
    ],
    [
      "one of a user's class",
      new OtherOutOfOrder('no', wrongKey),
      { PromptevalError: true, ProviderError: true },
    ],
    [
      'one of this copy',
      new OutOfOrder('no', wrongKey),
      { OutOfOrder: true, PromptevalError: true, ProviderError: true },
    ],
    ['any other error', new Error('no'), {}],
    ['a text', 'no', {}],
    ['null', null, {}],
  ])('%s is found by its class', (_, error, expected) => {
    expect(other).not.toHaveProperty('ProviderError', ProviderError);
    const classes = { PromptevalError, InputError, ConflictError, RefusedError, ProviderError, OutOfOrder };
    const found = Object.entries(classes).filter(([, errors]) => error instanceof errors);
    expect(Object.fromEntries(found.map(([name]) => [name, true]))).toEqual(expected);
  });
});
