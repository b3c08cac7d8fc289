import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgressEvent } from '../../src/core/progress.ts';
import { createLineProgress } from '../../src/progress/lines.ts';
import { createSilentProgress } from '../../src/progress/silent.ts';
import { createTerminalProgress } from '../../src/progress/terminal.ts';

const started: ProgressEvent = {
  type: 'run-started',
  run: 'r',
  prompt: 'p',
  title: 't',
  models: [{ id: 'm', planned: 1000 }],
  maxCost: null,
};
const trial: ProgressEvent = {
  type: 'trial-finished',
  trial: { arm: 'candidate', case: 'c', model: 'm', repeat: 0 },
  status: 'completed',
  costUsd: 0,
  attempts: 1,
  cached: false,
};
const showCursor = '\u001b[?25h';
const hideCursor = '\u001b[?25l';

class Recorder {
  readonly columns = 60;
  readonly rows = 10;
  readonly writes: string[] = [];

  write(text: string): void {
    this.writes.push(text);
  }

  frames(): string[] {
    return this.writes.filter((text) => text.includes('elapsed'));
  }

  /** What a terminal would show after everything: each frame erases the one before it. */
  screen(): string {
    const lines: string[] = [];
    for (const text of this.writes) {
      const up = Number(text.match(/^\u001b\[(\d+)A/)?.[1] ?? 0);
      const body = text.replace(/^\u001b\[\d+A/, '').replaceAll(/\u001b\[[?\d]*[a-zA-Z]|\r/g, '');
      if (body === '') continue;
      lines.splice(lines.length - up, up, ...body.replace(/\n$/, '').split('\n'));
    }
    return lines.join('\n');
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createTerminalProgress', () => {
  it('redraws at most ten times a second, however much happens', () => {
    const stream = new Recorder();
    const progress = createTerminalProgress(stream);
    progress.emit(started);
    for (let step = 0; step < 500; step++) {
      progress.emit(trial);
      vi.advanceTimersByTime(2);
    }
    expect(stream.frames().length).toBeGreaterThan(5);
    expect(stream.frames().length).toBeLessThanOrEqual(11);
    progress.close();
  });

  it('leaves one block with the last state, and the cursor', () => {
    const stream = new Recorder();
    const progress = createTerminalProgress(stream);
    progress.emit(started);
    for (let step = 0; step < 1000; step++) progress.emit(trial);
    vi.advanceTimersByTime(3000);
    progress.emit({ type: 'run-finished' });
    expect(stream.screen().split('\n')).toHaveLength(3);
    expect(stream.screen()).toContain('1,000/1,000');
    expect(stream.writes[0]).toBe(hideCursor);
    expect(stream.writes.at(-1)).toBe(showCursor);
  });

  it('goes on with the clock while nothing happens', () => {
    const stream = new Recorder();
    const progress = createTerminalProgress(stream);
    progress.emit(started);
    vi.advanceTimersByTime(5000);
    expect(stream.frames().length).toBeGreaterThanOrEqual(5);
    expect(stream.screen()).toContain('elapsed 0:0');
    progress.close();
  });

  it('restores the terminal once, on close or at the exit of the process', () => {
    const stream = new Recorder();
    const before = process.listenerCount('exit');
    const progress = createTerminalProgress(stream);
    progress.emit(started);
    expect(process.listenerCount('exit')).toBe(before + 1);
    progress.close();
    progress.close();
    expect(process.listenerCount('exit')).toBe(before);
    expect(stream.writes.filter((text) => text === showCursor)).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('keeps the block of one prompt when the next begins', () => {
    const stream = new Recorder();
    const progress = createTerminalProgress(stream);
    progress.emit(started);
    progress.emit({ type: 'run-finished' });
    progress.emit({ ...started, prompt: 'second' });
    progress.close();
    expect(stream.screen().match(/prompteval {2}/g)).toHaveLength(2);
  });

  it('writes nothing for a run that never started', () => {
    const stream = new Recorder();
    const progress = createTerminalProgress(stream);
    progress.close();
    expect(stream.writes).toEqual([]);
  });
});

describe('createLineProgress', () => {
  it('writes a line every ten seconds and one at the end', () => {
    const stream = new Recorder();
    const progress = createLineProgress(stream);
    progress.emit(started);
    progress.emit(trial);
    vi.advanceTimersByTime(9_999);
    expect(stream.writes).toEqual([]);
    vi.advanceTimersByTime(10_002);
    expect(stream.writes).toHaveLength(2);
    progress.emit({ type: 'run-finished' });
    progress.close();
    expect(stream.writes).toHaveLength(3);
    expect(stream.writes.join('')).not.toContain('\u001b');
    for (const line of stream.writes) expect(line).toMatch(/^prompteval p .*elapsed\n$/);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('createSilentProgress', () => {
  it('takes everything and says nothing', () => {
    const progress = createSilentProgress();
    expect(() => {
      progress.emit(started);
      progress.close();
    }).not.toThrow();
  });
});
