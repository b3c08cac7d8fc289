import { expect, it } from 'vitest';
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
