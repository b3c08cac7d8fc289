import { describe, expect, it } from 'vitest';
import { findCommitment } from '../../../src/evaluators/safety/commitments.ts';
import { type ForbiddenOptions, forbidden } from '../../../src/evaluators/safety/forbidden.ts';
import { outcomeOf, reasonOf } from '../context.ts';

describe('forbidden', () => {
  it.each<[ForbiddenOptions, string, number]>([
    [{ phrases: ['refund issued'] }, 'Refund  issued!', 0],
    [{ phrases: ['refund issued'] }, '**Refund**\nissued', 0],
    [{ phrases: ['refund issued'] }, 'Re\u200bfund issued', 0],
    [{ phrases: ['refund issued'] }, 'Ｒefund issued', 0],
    [{ phrases: ["don't worry"] }, 'Don’t worry', 0],
    [{ phrases: ['pay'] }, 'Your payment', 1],
    [{ phrases: ['pay'] }, 'Your payment: pay', 0],
    [{ phrases: ['数'] }, '数学', 0],
    [{ phrases: ['数'] }, 'x数', 0],
    [{ phrases: ['x'] }, '', 1],
    [{ phrases: ['x'] }, '{"a":', 1],
    [{ phrases: ['x'], path: 'reply' }, '{"reply":"y","note":"x"}', 1],
    [{ phrases: ['x'], path: 'reply' }, '{"reply":"x"}', 0],
    [{ phrases: ['x'], path: 'reply' }, 'y', 0],
    [{ patterns: [/\b100 ?%/g] }, 'It is 100% safe', 0],
    [{ patterns: [/\b100 ?%/g] }, 'It is safe', 1],
    [{ phrases: ['x'] }, 'y'.repeat(1_000_000), 1],
    [{ phrases: ['a b'] }, 'a '.repeat(500_000), 1],
  ])('%j on %.40s: %d', async (options, text, value) => {
    const evaluator = forbidden(options);
    // Twice: a pattern with the flag g must not remember.
    expect(await outcomeOf(evaluator, text)).toBe(value);
    expect(await outcomeOf(evaluator, text)).toBe(value);
  });

  it('says what is said', async () => {
    expect(await reasonOf(forbidden({ phrases: ['Legal Advice'] }), 'legal advice:')).toBe(
      'the answer says "legal advice"',
    );
    expect(await reasonOf(forbidden({ patterns: [/adv/i] }), 'Advice')).toBe('/adv/i is found');
    expect(await reasonOf(forbidden({ commitments: ['refund'] }), 'We have issued your refund.')).toBe(
      'the answer commits to "refund"',
    );
  });
});

describe('a commitment', () => {
  it.each([
    'We have issued a full refund.',
    'I’ve refunded you; the refund shows up soon.',
    'Your refund has been approved.',
    'The refund is on its way!',
    "You'll receive a refund within 5 days.",
    'I can confirm the refund.',
    'Refund approved.',
    'Thanks for asking. We will process your **refund** today. Bye.',
    'Wir erstatten Ihnen den Betrag als Refund.',
  ])('is %j', (text) => {
    expect(findCommitment(text, ['credit note', 'refund'])).toBe('refund');
  });

  it.each([
    'We cannot issue a refund.',
    "We won't process a refund.",
    'I will check whether a refund can be issued.',
    'I will forward your refund request to a colleague.',
    'A colleague decides about refunds.',
    'If approved, you will get a refund.',
    'You asked for a refund. We have sent the invoice again.',
    'Wir haben leider nicht über den Refund entschieden.',
    '',
  ])('is not %j', (text) => {
    expect(findCommitment(text, ['refund'])).toBeUndefined();
  });

  it('is looked for in a megabyte', () => {
    expect(findCommitment('refund will '.repeat(90_000), ['refund'])).toBeUndefined();
  });
});
