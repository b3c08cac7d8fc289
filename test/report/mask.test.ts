import { describe, expect, it } from 'vitest';
import { maskSensitive, maskText } from '../../src/report/mask.ts';
import type { WorstCase } from '../../src/report/report-input.ts';
import { loadFixture } from './support.ts';

const input = await loadFixture('promoted');

function withCase(change: Partial<WorstCase>) {
  const [first] = input.worst;
  if (!first) throw new Error('the fixture has a worst case');
  return { ...input, worst: [{ ...first, ...change }] };
}

describe('maskSensitive', () => {
  it('hides a variable that either prompt marks, and its echoes', () => {
    const masked = maskSensitive(
      withCase({
        variables: { message: 'Hello from Ann "X" Lee', customer: 'Ann "X" Lee' },
        expected: { name: 'Ann "X" Lee', count: 3 },
        baselineText: 'Dear Ann "X" Lee',
        candidateText: '{"to":"Ann \\"X\\" Lee"}',
        reasons: [{ evaluatorMetric: 'quality', candidate: 'expected Ann "X" Lee' }],
      }),
    ).worst[0];
    expect(masked).toMatchObject({
      variables: { message: `Hello from ${maskText}`, customer: maskText },
      expected: { name: maskText, count: 3 },
      baselineText: `Dear ${maskText}`,
      candidateText: `{"to":"${maskText}"}`,
      reasons: [{ evaluatorMetric: 'quality', candidate: `expected ${maskText}` }],
    });
  });

  it('reaches into conversations and numbers, and leaves what is too short to be told apart', () => {
    const masked = maskSensitive(
      withCase({
        variables: { customer: [{ role: 'user', content: 'account 77' }, 123456, 'to'] },
        expected: 123456,
        candidateText: 'to account 77 with 123456',
      }),
    ).worst[0];
    expect(masked?.candidateText).toBe(`to ${maskText} with ${maskText}`);
    expect(masked?.expected).toBe(maskText);
  });

  it('changes nothing on request', () => {
    expect(maskSensitive(input, { showSensitive: true })).toBe(input);
  });
});
