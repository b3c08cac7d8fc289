import { expect, it } from 'vitest';
import { staysFailed } from '../../src/core/failed-trials.ts';

it.each([
  ['bad-request', true],
  ['empty-reply', true],
  ['unreadable-reply', true],
  ['unsupported', true],
  ['bad-reply', false],
  ['server-error', false],
  ['rate-limited', false],
  [undefined, false],
])('a trial that failed with %s stays failed: %s', (code, stays) => expect(staysFailed(code)).toBe(stays));
