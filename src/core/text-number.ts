/**
 * A number below 2^53 that is equal for equal texts, and as good as never for others: two multiplicative hashes of 32 and 21 bits
 * (Knuth, The Art of Computer Programming 3, 6.4), mixed at the end by the constants of MurmurHash3. Not for texts that somebody might make alike on purpose.
 */
export function textNumber(text: string): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ (low >>> 13);
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35) ^ (high >>> 11);
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}
