import { describe, expect, it } from 'vitest';
import { CallSignal } from '../../src/core/call-signal.ts';

describe('the signal of a call', () => {
  it('calls whoever listens once, and nobody who has stopped', () => {
    const signal = new CallSignal();
    const called: string[] = [];
    const first = () => void called.push('first');
    const second = () => void called.push('second');
    for (const listener of [first, second]) signal.addEventListener('abort', listener);
    signal.removeEventListener('abort', first);
    signal.removeEventListener('abort', () => undefined);
    signal.abort('enough');
    signal.abort('again');
    expect(called).toEqual(['second']);
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBe('enough');
  });

  it('throws its reason once it is aborted', () => {
    const signal = new CallSignal();
    signal.throwIfAborted();
    const reason = new Error('enough');
    signal.abort(reason);
    expect(() => signal.throwIfAborted()).toThrow(reason);
  });

  it('has a real signal that ends with it, whenever that is asked for', () => {
    const [before, after] = [new CallSignal(), new CallSignal()];
    const early = before.real;
    expect(early).toBe(before.real);
    expect(early.aborted).toBe(false);
    for (const signal of [before, after]) signal.abort('enough');
    for (const real of [early, after.real]) {
      expect(real).toBeInstanceOf(AbortSignal);
      expect(real.aborted).toBe(true);
      expect(real.reason).toBe('enough');
    }
  });
});
