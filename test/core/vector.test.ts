import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cosine, decodeVector, encodeVector } from '../../src/core/vector.ts';

it.each([
  [[1, 0], [1, 0], 1],
  [[1, 0], [0, 1], 0],
  [[1, 0], [-2, 0], -1],
  [[3, 4], [4, 3], 24 / 25],
  [[1], [5], 1],
  [[0, 0], [1, 0], undefined],
  [[1, 0], [1, 0, 0], undefined],
  [[], [], undefined],
])('cosine of %j and %j: %j', (a, b, value) => {
  const found = cosine(a, b);
  if (value === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(value, 12);
});

const numbers = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 });

it('reads what it wrote', () => {
  fc.assert(
    fc.property(numbers, (vector) => {
      expect([...(decodeVector(encodeVector(vector)) ?? [])]).toEqual(vector);
    }),
  );
});

const share = fc.double({ min: -1, max: 1, noNaN: true });

it('is never beyond its bounds, both ways the same, and 1 with itself', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(share, share)), (pairs) => {
      const a = pairs.map(([x]) => x);
      const b = pairs.map(([, y]) => y);
      const value = cosine(a, b);
      expect(value).toEqual(cosine(b, a));
      if (value !== undefined) expect(Math.abs(value)).toBeLessThanOrEqual(1);
      if (Math.hypot(...a) > 1e-100) expect(cosine(a, a)).toBeCloseTo(1, 9);
    }),
  );
});

it.each([
  ['', 'nothing'],
  ['AAAA', 'three bytes'],
  ['not base64!', 'no base64'],
  ['[0.1, 0.2]', 'JSON'],
  [Buffer.from(Float32Array.of(1, Number.NaN).buffer).toString('base64'), 'a NaN'],
  [Buffer.from(Float32Array.of(Number.POSITIVE_INFINITY).buffer).toString('base64'), 'an infinite number'],
])('reads no vector from %j: %s', (text) => {
  expect(decodeVector(text)).toBeUndefined();
});
