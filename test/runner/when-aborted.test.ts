import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { whenAborted } from '../../src/runner/when-aborted.ts';

it('calls everyone who listens still, with one listener on the signal', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const forget = ['a', 'b', 'c'].map((name) => whenAborted(controller.signal, () => called.push(name)));
  forget[0]?.();
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  expect(called).toEqual(['b', 'c']);
});

it('leaves nothing on a signal that nobody listens to any more, and begins anew', () => {
  const controller = new AbortController();
  whenAborted(controller.signal, () => expect.unreachable())();
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  let isCalled = false;
  whenAborted(controller.signal, () => {
    isCalled = true;
  });
  controller.abort();
  expect(isCalled).toBe(true);
});
