/** Reproducible random numbers: the same label gives the same numbers on every machine. */
export interface Random {
  /** From 0 to below 1. */
  uniform(): number;
  normal(): number;
  chance(probability: number): boolean;
  /** With a mean of 1; `deviation` is that of its natural logarithm. */
  logNormal(deviation: number): number;
  /** A bell with mean 0 and deviation 1 that ends at ±3.46, for scores that must stay in their range. */
  bell(): number;
  /** Beta with whole parameters. */
  beta(a: number, b: number): number;
}

/** Every world seeds its own stream by its name, so that a new world changes no other's numbers. */
export function randomFor(label: string): Random {
  const uniform = smallFastCounter(label);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    chance: (probability) => uniform() < probability,
    logNormal: (deviation) => Math.exp(deviation * normal() - (deviation * deviation) / 2),
    // Four uniforms have a variance of 4/12.
    bell: () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3),
    beta: (a, b) => {
      const one = exponentials(uniform, a);
      return one / (one + exponentials(uniform, b));
    },
  };
}

/** sfc32, the "small fast counting" generator of PractRand (Chris Doty-Humphrey 2010). Periods are at least 2³². */
function smallFastCounter(label: string): () => number {
  let [a, b, c, counter] = [hash(`${label}0`), hash(`${label}1`), hash(`${label}2`), 1];
  const next = () => {
    const value = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + value) | 0;
    return (value >>> 0) / 2 ** 32;
  };
  // The first numbers still show the seed.
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value;
}

/** The sum of exponential waiting times, which is Gamma(count, 1). */
function exponentials(uniform: () => number, count: number): number {
  let product = 1;
  for (let index = 0; index < count; index++) product *= 1 - uniform();
  return -Math.log(product);
}
