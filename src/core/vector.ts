/** A vector as text: base64 of its numbers as 32-bit floats, the lowest byte first. */
export function encodeVector(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

/** undefined where the text holds no vector of finite numbers. */
export function decodeVector(text: string): Float32Array | undefined {
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  const bytes = isBase64 ? Buffer.from(text, 'base64') : Buffer.alloc(0);
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined;
  const vector = Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
  return vector.every(Number.isFinite) ? vector : undefined;
}

/** The cosine of the angle between two vectors, −1 to 1; undefined where their lengths differ or one of them is all zeros. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  if (a.length !== b.length) return undefined;
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index++) {
    const [x, y] = [a[index] ?? 0, b[index] ?? 0];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const size = Math.sqrt(squaresA) * Math.sqrt(squaresB);
  // Rounding may carry it a little beyond its bounds.
  return size === 0 ? undefined : Math.max(-1, Math.min(1, product / size));
}
