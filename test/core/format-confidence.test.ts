import { expect, it } from 'vitest';
import { formatConfidence, formatConfidences } from '../../src/core/format.ts';
import { confidenceOfAttempt } from '../../src/statistics/attempts.ts';

it.each([
  [0.5, '50 %'],
  [0.9, '90 %'],
  [0.95, '95 %'],
  [0.99, '99 %'],
  [0.975, '97.5 %'],
  [1 - 0.05 / 6, '99.16 %'],
  [1 - 0.05 / 12, '99.58 %'],
  [0.9999, '99.99 %'],
  [0.9999999, '99.99 %'],
])('%f reads %s', (confidence, expected) => {
  expect(formatConfidence(confidence)).toBe(expected);
});

it('writes every whole and half percent as it is', () => {
  for (let half = 101; half < 200; half++) expect(formatConfidence(half / 200)).toBe(`${half / 2} %`);
});

it('never claims more than was proven', () => {
  for (let attempt = 1; attempt <= 500; attempt++) {
    const confidence = confidenceOfAttempt(0.95, attempt);
    expect(Number.parseFloat(formatConfidence(confidence))).toBeLessThanOrEqual(confidence * 100 + 1e-9);
  }
});

it('gives several as a range', () => {
  expect(formatConfidences([0.99, 0.975, 0.98])).toBe('97.5 % to 99 %');
  expect(formatConfidences([0.975, 0.975])).toBe('97.5 %');
});
